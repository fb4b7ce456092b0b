import {type Digest, parseDigest} from '../../image/oci/digest.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import type {Engine} from './engine.ts'
import {imageId} from './image-id.ts'
import {timeOf} from './time-of.ts'

/** One image of an engine's list. */
export interface ListedImage {
  readonly id: Digest
  /** as the engine spells them; none for a dangling image */
  readonly tags: readonly string[]
  /** names with the digest of their manifest, as registries know them */
  readonly digests: readonly string[]
  /** ISO 8601; null where it is not known */
  readonly created: string | null
  /** bytes, the engine's own figure */
  readonly engineSize: number
  readonly labels: Readonly<Record<string, string>>
  /** the image that it was built on step by step on this engine; null where there is none, or the engine doesn't keep that */
  readonly parent: Digest | null
}

/**
 * The images that `docker images` lists, the newest first; with `all` also the untagged ones that others were built on. Throws
 * what requests throw.
 */
export async function listImages(
  engine: Engine,
  signal: AbortSignal,
  {all}: {readonly all?: boolean} = {},
): Promise<readonly ListedImage[]> {
  return parseImageList(await engine.client.json({path: '/images/json', query: {all}, signal}))
}

/**
 * The answer to `GET /images/json` (Engine API), without the `<none>` that stands for no tag. Throws `engine-refused` for
 * another shape.
 */
export function parseImageList(value: unknown): readonly ListedImage[] {
  const read = new JsonReader(t`the engine's list of images`, 'engine-refused')
  return read.optionalArray(value, '').map((item, i) => {
    const image = read.object(item, `[${i}]`)
    const {Created: created, ParentId: parent} = image
    return {
      id: parseDigest(image.Id),
      // Docker with containerd's store lists a name twice that it also had from an archive.
      tags: [...new Set(read.strings(image.RepoTags, `[${i}].RepoTags`))].filter(tag => !tag.startsWith('<none>')),
      digests: read.strings(image.RepoDigests, `[${i}].RepoDigests`).filter(name => !name.startsWith('<none>')),
      created: timeOf(created),
      engineSize: read.size(image.Size ?? 0, `[${i}].Size`),
      labels: read.stringMap(image.Labels, `[${i}].Labels`),
      parent: imageId(parent),
    }
  })
}
