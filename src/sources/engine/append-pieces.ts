import {writev, writevSync} from 'node:fs'
import {promisify} from 'node:util'

const write = promisify(writev)

/** Writes pieces one behind the other from `position` on; gives where they end. Rejects with the system's error. */
export async function appendPieces(fd: number, pieces: readonly Uint8Array[], position: number): Promise<number> {
  let at = position
  for (let left = pieces; left.length > 0; ) {
    const {bytesWritten} = await write(fd, left, at)
    at += bytesWritten
    left = behind(left, bytesWritten)
  }
  return at
}

/** The same, for a thread that does nothing else. Throws the system's error. */
export function appendPiecesNow(fd: number, pieces: readonly Uint8Array[], position: number): number {
  let at = position
  for (let left = pieces; left.length > 0; ) {
    const written = writevSync(fd, left, at)
    at += written
    left = behind(left, written)
  }
  return at
}

/** What is left of pieces when so many bytes of them are done. */
function behind(pieces: readonly Uint8Array[], done: number): readonly Uint8Array[] {
  let at = 0
  let over = done
  while (at < pieces.length && over >= pieces[at]!.length) over -= pieces[at++]!.length
  const [first, ...rest] = pieces.slice(at)
  return first === undefined ? [] : [first.subarray(over), ...rest]
}
