import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {type Descriptor, MOST_LAYERS, parseDescriptor} from '../../image/oci/manifest.ts'
import {t} from '../../text/translate.ts'

/** One image of a `docker save`: what its manifest.json says. Paths are members of the archive. */
export interface DockerManifestItem {
  readonly config: string
  readonly repoTags: readonly string[]
  /** base first */
  readonly layers: readonly string[]
  /** descriptors of layers that are not stored here, by diffID */
  readonly layerSources: ReadonlyMap<string, Descriptor>
}

const MAX_IMAGES = 20_000

/** Parses a manifest.json. Throws `manifest-malformed`, and `not-an-image` for one that lists nothing. */
export function parseDockerManifest(bytes: Uint8Array): readonly DockerManifestItem[] {
  const read = new JsonReader('manifest.json', 'manifest-malformed')
  const items = read.array(read.parse(bytes), '')
  if (items.length === 0) {
    throw new LensError('not-an-image', t`The archive holds no image: its manifest.json lists none.`, {
      advice: t`Save the image again: docker save NAME -o image.tar`,
    })
  }
  if (items.length > MAX_IMAGES) throw tooMany(items.length, t`images`, MAX_IMAGES)
  return items.map((value, i) => {
    const item = withKeysOfGo(read.object(value, `[${i}]`))
    const layers = read.optionalArray(item.layers, `[${i}].Layers`)
    if (layers.length > MOST_LAYERS) throw tooMany(layers.length, t`layers of an image`, MOST_LAYERS)
    const sources = read.optionalObject(item.layersources, `[${i}].LayerSources`) ?? {}
    return {
      config: read.string(item.config, `[${i}].Config`),
      repoTags: read.strings(item.repotags, `[${i}].RepoTags`),
      layers: layers.map((layer, n) => read.string(layer, `[${i}].Layers[${n}]`)),
      layerSources: new Map(
        Object.entries(sources).map(([diffId, source]) => [
          diffId,
          parseDescriptor(read, source, `[${i}].LayerSources`),
        ]),
      ),
    }
  })
}

function tooMany(count: number, what: string, most: number): LensError {
  return new LensError('limit-exceeded', t`manifest.json lists ${count} ${what}; more than ${most} are not read.`, {
    advice: t`No engine saves so many; the archive is damaged or made to do harm.`,
  })
}

/** Some builders (Jib) write keys in a case of their own; Go, which reads them elsewhere, doesn't mind. */
function withKeysOfGo(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key.toLowerCase(), value]))
}
