import {Readable} from 'node:stream'
import {EntryType} from '../../image/tar/entry-type.ts'
import {streamMembers} from '../../image/tar/stream-members.ts'
import {t} from '../../text/translate.ts'

type Chunks = AsyncIterable<Uint8Array>

/** What an engine puts over an image's own files when it makes a container: there the image's tree is not to be seen. */
const SHADOWED =
  /^(dev|proc|sys)(\/|$)|^etc\/(hosts|hostname|resolv\.conf|mtab)$|^(\.dockerenv|run\/\.containerenv|run\/secrets(\/.*)?)$/

/** True where a container shows something else than its image holds. */
export function isShadowed(path: string): boolean {
  return SHADOWED.test(path)
}

/**
 * The one regular file in a tar of a single path, as an engine's archive endpoint gives it; null where it is no regular file of
 * `size` bytes. Throws what `archive` throws; leaving the stream closes it.
 */
export async function onlyFile(archive: Chunks, size: number): Promise<Readable | null> {
  const members = streamMembers(archive, t`What the engine copies`)[Symbol.asyncIterator]()
  const first = await members.next()
  if (first.done || first.value.type !== EntryType.file || first.value.size !== size) {
    await members.return?.()
    return null
  }
  const {content} = first.value
  async function* chunks(): Chunks {
    try {
      yield* content
    } finally {
      await members.return?.()
    }
  }
  return Readable.from(chunks(), {objectMode: false, highWaterMark: 1 << 20})
}
