import type {Digest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {formatRemoteName, manifestReference, type RemoteName} from '../../image/oci/remote-name.ts'
import {deleteManifest, headManifest} from '../../sources/registry/manifests.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import {t} from '../../text/translate.ts'
import {tagsThatCarry} from './tag-carriers.ts'

/** What deleting took away. */
export interface RemovedTag {
  readonly digest: Digest
  /** all tags that carried it */
  readonly untagged: readonly string[]
}

/**
 * Deletes what a tag or digest of a registry leads to. Registries delete manifests, and all of their tags with them: where
 * others carry the same, nothing is deleted but by `force`. Throws `not-found`, `usage` with the other tags, `registry-denied`
 * where deleting is off, and what asking throws.
 */
export async function removeTag(
  name: RemoteName,
  registries: Registries,
  force: boolean,
  signal: AbortSignal,
): Promise<RemovedTag> {
  const client = registries.clientOf(name.host)
  const found = await headManifest(client, name, manifestReference(name), signal)
  const digest = name.digest ?? found?.digest ?? null
  if (found === null || digest === null) {
    throw new LensError('not-found', t`There is no ${formatRemoteName(name)}.`, {
      advice: t`See which tags there are: layerlens tags ${formatRemoteName({host: name.host, path: name.path})}`,
    })
  }
  const carriers = await tagsThatCarry(name, digest, registries, signal)
  const others = carriers.filter(tag => tag !== (name.tag ?? (name.digest === null ? 'latest' : null)))
  if (others.length > 0 && !force) {
    throw new LensError('usage', t`${formatRemoteName(name)} is also ${others.join(', ')}: they would go with it.`, {
      advice: t`Delete all of them: --force`,
    })
  }
  await deleteManifest(client, name, digest, signal)
  return {digest, untagged: carriers}
}
