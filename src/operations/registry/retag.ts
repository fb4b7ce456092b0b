import {parseManifestOrIndex} from '../../image/oci/manifest.ts'
import type {RepositoryName} from '../../image/oci/remote-name.ts'
import {fetchManifest, putManifest} from '../../sources/registry/manifests.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import {t} from '../../text/translate.ts'

/** Lets a tag of the same repository lead to what `from` (a tag or a digest) leads to. Throws what asking throws. */
export async function retag(
  name: RepositoryName,
  from: string,
  to: string,
  registries: Registries,
  signal: AbortSignal,
): Promise<void> {
  const client = registries.clientOf(name.host)
  const {raw, mediaType} = await fetchManifest(client, name, from, signal)
  const said = parseManifestOrIndex(raw, t`The manifest`).mediaType
  await putManifest(client, name, to, {raw, mediaType: said ?? mediaType}, signal)
}
