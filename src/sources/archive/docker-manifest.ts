import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'

/** One image of a `docker save`: what its manifest.json says. Paths are members of the archive. */
export interface DockerManifestItem {
  readonly config: string
  readonly repoTags: readonly string[]
  /** base first */
  readonly layers: readonly string[]
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
    const item = read.object(value, `[${i}]`)
    return {
      // Some builders write the keys in lower case; Go, which reads them elsewhere, doesn't mind.
      config: read.string(item.Config ?? item.config, `[${i}].Config`),
      repoTags: read.strings(item.RepoTags ?? item.repoTags, `[${i}].RepoTags`),
      layers: read
        .optionalArray(item.Layers ?? item.layers, `[${i}].Layers`)
        .map((layer, n) => read.string(layer, `[${i}].Layers[${n}]`)),
    }
  })
}
