import {digestOf, verifyBytes} from '../../image/oci/content-digest.ts'
import {type Digest, digestAlgorithm, isDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {formatRemoteName, type RepositoryName} from '../../image/oci/remote-name.ts'
import {t} from '../../text/translate.ts'
import {drain} from './drain.ts'
import {nonsense, type RegistryClient} from './registry-client.ts'
import {deleteScope, pullScope, pushScope} from './scope.ts'

/** distribution-spec, Pushing Manifests: registries take at least so many bytes, and most no more. */
export const MANIFEST_LIMIT = 4 * 1024 * 1024

/** What we can read, and the first format, so that it can be named instead of translated by the registry. */
export const MANIFEST_ACCEPT = [
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.ociIndex,
  MEDIA_TYPE.dockerManifest,
  MEDIA_TYPE.dockerList,
  'application/vnd.docker.distribution.manifest.v1+prettyjws;q=0.5',
  '*/*;q=0.1',
].join(', ')

export interface FetchedManifest {
  readonly raw: Uint8Array
  readonly digest: Digest
  /** as the registry calls it; the document itself may say otherwise */
  readonly mediaType: string
}

const shown = ({host, path}: RepositoryName, reference: string) =>
  formatRemoteName(isDigest(reference) ? {host, path, digest: reference} : {host, path, tag: reference})

/** A manifest by tag or digest, verified. Throws `digest-mismatch`, `limit-exceeded`, and what `send` throws. */
export async function fetchManifest(
  client: RegistryClient,
  repository: RepositoryName,
  reference: string,
  signal: AbortSignal,
): Promise<FetchedManifest> {
  const what = shown(repository, reference)
  const request = {
    method: 'GET',
    path: `${repository.path}/manifests/${reference}`,
    scope: pullScope(repository.path),
    headers: {accept: MANIFEST_ACCEPT},
    signal,
    expect: [200],
    what,
    done: 'read',
  } as const
  const {response, body: raw} = await client.fetch(request, MANIFEST_LIMIT)
  if (raw === null) {
    throw new LensError(
      'limit-exceeded',
      t`The manifest of ${what} has more than ${MANIFEST_LIMIT} bytes; it is not read.`,
      {
        advice: t`No builder writes manifests of that size; it is something else, or made to do harm.`,
      },
    )
  }
  const claimed = [reference, response.header('docker-content-digest')].find(isDigest)
  const digest = claimed ?? digestOf(raw)
  if (claimed !== undefined) verifyBytes(raw, claimed, t`The manifest of ${what}`)
  return {raw, digest, mediaType: (response.header('content-type') ?? '').split(';')[0]!.trim()}
}

/** What a registry says of a manifest without sending it: a tag's digest and size; null where there is none. */
export async function headManifest(
  client: RegistryClient,
  repository: RepositoryName,
  reference: string,
  signal: AbortSignal,
): Promise<{readonly digest: Digest | null; readonly mediaType: string; readonly size: number | null} | null> {
  const response = await client.send({
    method: 'HEAD',
    path: `${repository.path}/manifests/${reference}`,
    scope: pullScope(repository.path),
    headers: {accept: MANIFEST_ACCEPT},
    signal,
    expect: [200, 404],
    what: shown(repository, reference),
    done: 'read',
  })
  await drain(response)
  if (response.status === 404) return null
  const digest = response.header('docker-content-digest')
  const length = response.header('content-length')
  return {
    digest: isDigest(digest) ? digest : null,
    mediaType: (response.header('content-type') ?? '').split(';')[0]!.trim(),
    size: length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null,
  }
}

/** Writes a manifest under a tag or its digest, after everything that it names is there. Gives its digest. */
export async function putManifest(
  client: RegistryClient,
  repository: RepositoryName,
  reference: string,
  {raw, mediaType}: {readonly raw: Uint8Array; readonly mediaType: string},
  signal: AbortSignal,
): Promise<Digest> {
  const response = await client.send({
    method: 'PUT',
    path: `${repository.path}/manifests/${reference}`,
    scope: pushScope(repository.path),
    headers: {'content-type': mediaType},
    body: raw,
    signal,
    expect: [200, 201, 202],
    what: shown(repository, reference),
    done: 'written',
  })
  await drain(response)
  const digest = digestOf(raw, isDigest(reference) ? digestAlgorithm(reference) : 'sha256')
  const claimed = response.header('docker-content-digest')
  if (
    claimed !== null &&
    isDigest(claimed) &&
    digestAlgorithm(claimed) === digestAlgorithm(digest) &&
    claimed !== digest
  ) {
    throw nonsense(client.host, t`it keeps another manifest than it was sent`)
  }
  return digest
}

/** Deletes a tag, or with a digest the manifest with all of its tags. Throws `not-found`, `registry-denied` where deleting is off. */
export async function deleteManifest(
  client: RegistryClient,
  repository: RepositoryName,
  reference: string,
  signal: AbortSignal,
): Promise<void> {
  await drain(
    await client.send({
      method: 'DELETE',
      path: `${repository.path}/manifests/${reference}`,
      scope: deleteScope(repository.path),
      signal,
      expect: [200, 202, 204],
      what: shown(repository, reference),
      done: 'deleted',
    }),
  )
}
