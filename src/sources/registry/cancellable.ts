import {cancelled, throwIfCancelled} from '../../image/oci/error.ts'

/**
 * Waits for something that others may wait for too, so that stopping must not end it: whoever is told to stop leaves alone. Rejects
 * with `cancelled` at once then, else as the work does.
 */
export async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Whoever leaves does not hear how it ends, and a rejection that nobody hears would end the program.
  work.catch(() => {})
  throwIfCancelled(signal)
  return new Promise((resolve, reject) => {
    const leave = () => reject(cancelled())
    signal.addEventListener('abort', leave, {once: true})
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
