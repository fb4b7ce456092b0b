import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {type Descriptor, parseDescriptor} from '../../image/oci/manifest.ts'

/** One image of a `docker save`: what its manifest.json says. Paths are members of the archive. */
export interface DockerManifestItem {
  readonly config: string
  readonly repoTags: readonly string[]
  /** base first */
  readonly layers: readonly string[]
  /** descriptors of layers that are not stored here, by diffID */
  readonly layerSources: ReadonlyMap<string, Descriptor>
}

/** Parses a manifest.json. Throws `manifest-malformed`, and `not-an-image` for one that lists nothing. */
export function parseDockerManifest(bytes: Uint8Array): readonly DockerManifestItem[] {
  const read = new JsonReader('manifest.json', 'manifest-malformed')
  const items = read.array(read.parse(bytes), '')
  if (items.length === 0) {
    throw new LensError('not-an-image', 'The archive holds no image: its manifest.json lists none.', {
      advice: 'Save the image again: docker save NAME -o image.tar',
    })
  }
  return items.map((value, i) => {
    const item = withKeysOfGo(read.object(value, `[${i}]`))
    const sources = read.optionalObject(item.layersources, `[${i}].LayerSources`) ?? {}
    return {
      config: read.string(item.config, `[${i}].Config`),
      repoTags: read.strings(item.repotags, `[${i}].RepoTags`),
      layers: read
        .optionalArray(item.layers, `[${i}].Layers`)
        .map((layer, n) => read.string(layer, `[${i}].Layers[${n}]`)),
      layerSources: new Map(
        Object.entries(sources).map(([diffId, source]) => [
          diffId,
          parseDescriptor(read, source, `[${i}].LayerSources`),
        ]),
      ),
    }
  })
}

/** Some builders (Jib) write keys in a case of their own; Go, which reads them elsewhere, doesn't mind. */
function withKeysOfGo(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key.toLowerCase(), value]))
}
