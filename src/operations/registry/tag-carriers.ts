import type {Digest} from '../../image/oci/digest.ts'
import type {RepositoryName} from '../../image/oci/remote-name.ts'
import {listTags} from '../../sources/registry/listing.ts'
import {headManifest} from '../../sources/registry/manifests.ts'
import type {Registries} from '../../sources/registry/registries.ts'

/** Tags that are asked about at once. */
const AT_ONCE = 8

/**
 * Which of these tags lead to a digest, told as it is found: all that do so far, and how many were looked at. One request a tag.
 * Throws what asking throws.
 */
export async function tagCarriers(
  name: RepositoryName,
  {digest, tags}: {readonly digest: Digest; readonly tags: readonly string[]},
  registries: Registries,
  {signal, tell}: {readonly signal: AbortSignal; readonly tell: (carrying: readonly string[], looked: number) => void},
): Promise<void> {
  const client = registries.clientOf(name.host)
  const carrying: string[] = []
  for (let at = 0; at < tags.length; at += AT_ONCE) {
    const some = tags.slice(at, at + AT_ONCE)
    const heads = await Promise.all(some.map(tag => headManifest(client, name, tag, signal)))
    carrying.push(...some.filter((_, i) => heads[i]?.digest === digest))
    tell([...carrying], at + some.length)
  }
}

/** All tags of a repository that lead to a digest. Throws what asking throws. */
export async function tagsThatCarry(
  name: RepositoryName,
  digest: Digest,
  registries: Registries,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const carriers: string[] = []
  for await (const tags of listTags(registries.clientOf(name.host), name, signal)) {
    let found: readonly string[] = []
    const tell = (carrying: readonly string[]) => {
      found = carrying
    }
    await tagCarriers(name, {digest, tags}, registries, {signal, tell})
    carriers.push(...found)
  }
  return carriers
}
