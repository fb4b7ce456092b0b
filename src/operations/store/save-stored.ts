import type {Image} from '../../image/oci/image.ts'
import {DockerArchiveWriter} from '../../sources/archive/docker-archive-destination.ts'
import type {Destination} from '../../sources/medium/destination.ts'
import {nameFromTag} from '../../sources/store/store-name.ts'

/** How images come from one place to another: who asks tells how far it is. */
export interface Copying {
  copy(image: Image, destination: Destination): Promise<{readonly destination: string}>
  readonly signal: AbortSignal
}

/**
 * Writes images of the store into one docker-archive, each under the name by which it was asked for. A file that is there is
 * replaced once the new one is whole, as `docker save -o` does it. Throws `not-found`, `io`, `cancelled`; then nothing changes.
 */
export async function saveStored(
  names: readonly string[],
  path: string,
  {open, copy, signal}: Copying & {open(reference: string): Promise<Image>},
): Promise<void> {
  const writer = new DockerArchiveWriter(path, {replaces: true})
  try {
    for (const name of names) {
      const image = await open(`store:${name}`)
      const named = image.tags.find(tag => tag === name || tag === nameFromTag(name)) ?? null
      await copy(image, writer.destination(named))
    }
    await writer.finish(signal)
  } finally {
    writer.close()
  }
}
