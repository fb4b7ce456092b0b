import {errorCode} from '../../image/oci/error.ts'

/** Whether a process of this number runs here; also one that belongs to somebody else, and may not be asked. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return errorCode(thrown) !== 'ESRCH'
  }
}
