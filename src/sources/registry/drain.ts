import type {HttpResponse} from './http-response.ts'

/** More than this is not read only to keep a connection, bytes. */
const MOST = 64 * 1024

/** Reads what is left of an answer that says nothing, so that its connection is free again. */
export async function drain(response: HttpResponse): Promise<void> {
  try {
    if ((await response.read(MOST)) === null) response.body.destroy()
  } catch {
    // The answer is known; how it ended doesn't matter.
  }
}
