import {isDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {RepositoryName} from '../../image/oci/remote-name.ts'
import {AnswerError} from '../../sources/registry/answer-failure.ts'
import {deleteManifest} from '../../sources/registry/manifests.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import {t} from '../../text/translate.ts'

/** Answers to the deletion of a tag by registries that delete manifests alone; Docker Registry 2 takes the tag for a bad digest. */
const TAGS_ARE_NOT_DELETED: readonly number[] = [400, 404, 405, 501]

/**
 * Deletes a tag, or with a digest the manifest and every tag that leads to it. Throws `registry-denied` where the registry deletes
 * no single tags, or nothing at all, and what asking throws.
 */
export async function deleteRemote(
  name: RepositoryName,
  reference: string,
  registries: Registries,
  signal: AbortSignal,
): Promise<void> {
  try {
    await deleteManifest(registries.clientOf(name.host), name, reference, signal)
  } catch (cause) {
    const refused = cause instanceof AnswerError && TAGS_ARE_NOT_DELETED.includes(cause.status)
    if (!refused || isDigest(reference) || cause.says('MANIFEST_UNKNOWN') || cause.says('NAME_UNKNOWN')) throw cause
    throw new LensError(
      'registry-denied',
      t`${name.host} deletes no single tags, only manifests with all of their tags.`,
      {
        cause,
        advice: t`Delete the manifest, which takes every tag that leads to it; or let the tag lead elsewhere.`,
      },
    )
  }
}
