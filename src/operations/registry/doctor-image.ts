import type {LensError} from '../../image/oci/error.ts'
import {isAttestation, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {familiarRepository, formatRemoteName, manifestReference, type RemoteName} from '../../image/oci/remote-name.ts'
import {AnswerError} from '../../sources/registry/answer-failure.ts'
import {drain} from '../../sources/registry/drain.ts'
import {listTags} from '../../sources/registry/listing.ts'
import {fetchManifest, MANIFEST_ACCEPT} from '../../sources/registry/manifests.ts'
import {scopesOfToken} from '../../sources/registry/probe.ts'
import {pullScope, pushScope} from '../../sources/registry/scope.ts'
import {tryPush} from '../../sources/registry/upload.ts'
import {t} from '../../text/translate.ts'
import {isAliyun, loginAdvice, namespaceAdvice, pushAdvice, singlePlatformAdvice} from './doctor-advice.ts'
import {attempt, type Examined, failureIn} from './examined.ts'
import {type Finding, fault, note, ok} from './finding.ts'

/** What a token for this repository allows, where it says so. */
export async function examineToken(examined: Examined, image: RemoteName): Promise<readonly Finding[]> {
  const {authorizer, isPlain} = examined.client
  if (authorizer.scheme !== 'bearer') return []
  return attempt(examined, 'token', async () => {
    // Some token servers give nothing at all where one right is missing.
    const headers = await authorizer
      .headersFor(pushScope(image.path), isPlain)
      .catch(() => authorizer.headersFor(pullScope(image.path), isPlain))
    const scopes = scopesOfToken((headers.authorization ?? '').replace(/^Bearer /, ''))
    if (scopes === null) return [ok('token', t`given; what it allows can’t be seen in it`)]
    if (scopes.length > 0) return [ok('token', t`allows ${scopes.join(' ')}`)]
    return [note('token', t`given, but it allows nothing`, loginAdvice(examined.host))]
  })
}

/** Whether one may pull, asked in a way that counts as no pull. */
export function examinePull(examined: Examined, image: RemoteName): Promise<readonly Finding[]> {
  const {client, signal} = examined
  const what = familiarRepository(image)
  return attempt(examined, 'pull', async () => {
    const response = await client.send({
      // Asking for the head alone counts as no pull.
      method: 'HEAD',
      path: `${image.path}/manifests/${manifestReference(image)}`,
      headers: {accept: MANIFEST_ACCEPT},
      scope: pullScope(image.path),
      signal,
      expect: [200, 404],
      what,
      done: 'read',
    })
    await drain(response)
    const limit = rateLimit(response.header('ratelimit-remaining'), response.header('ratelimit-limit'))
    if (response.status === 404 && image.tag === null && image.digest === null && (await hasTags(examined, image)))
      return [ok('pull', t`you may pull ${what} by one of its tags; none is latest`), limit]
    if (response.status === 404) {
      return [note('pull', t`there is no ${formatRemoteName(image)}; a push may make it`), limit]
    }
    return [ok('pull', t`you may pull ${what}`), limit]
  })
}

/** Whether a repository has any tag; not where that can't be told. */
async function hasTags({client, signal}: Examined, image: RemoteName): Promise<boolean> {
  try {
    const {value} = await listTags(client, image, signal).next()
    return Array.isArray(value) && value.length > 0
  } catch (error) {
    if (signal.aborted) throw error
    return false
  }
}

/** `100;w=21600`: 100 in six hours. */
function rateLimit(remaining: string | null, limit: string | null): Finding {
  const left = /^\d+/.exec(remaining ?? '')?.[0]
  if (left === undefined) return ok('rate limit', t`it names none`)
  const of = /^\d+/.exec(limit ?? '')?.[0]
  const hours = Number(/w=(\d+)/.exec(limit ?? '')?.[1] ?? 0) / 3600
  const window = hours >= 1 ? t` in ${Math.round(hours)} h` : ''
  const message = t`${left}${of === undefined ? '' : t` of ${of}${window}`} pulls are left`
  return Number(left) === 0
    ? fault('rate limit', message, [t`Wait, or log in: limits are wider then.`])
    : ok('rate limit', message)
}

/** Whether one may push, who could pull or not: an upload is begun and dropped. */
export async function examinePush(
  examined: Examined,
  image: RemoteName,
  {pulls}: {readonly pulls: boolean},
): Promise<readonly Finding[]> {
  const {client, host, signal} = examined
  const what = familiarRepository(image)
  const namespaced = !isAliyun(host) || /^[^/]+\/[^/]+$/.test(image.path)
  const misnamed = namespaced
    ? []
    : [fault('push', t`ACR takes NAMESPACE/REPOSITORY, not ${image.path}`, namespaceAdvice(image.path))]
  return attempt(examined, 'push', async () => {
    try {
      await tryPush({client, repository: image}, signal)
      return [...misnamed, ok('push', t`you may push to ${what}`)]
    } catch (thrown) {
      const failure = failureIn(examined, thrown)
      // Not to have this right is no fault in itself; to have none at all is one, and that the registry stumbles.
      if (!isRefusal(failure)) throw failure
      const judged = pulls ? note : fault
      return [...misnamed, judged('push', failure.message, pushAdvice(host, image.path))]
    }
  })
}

function isRefusal(failure: LensError): boolean {
  if (failure.kind === 'registry-unauthorized' || failure.kind === 'registry-denied') return true
  return failure instanceof AnswerError && failure.status < 500 && failure.status !== 429
}

const REFUSES = t`ACR may refuse attestations (unknown manifest class)`

/** Attestations beside an image: some registries refuse them. */
export async function examineAttestations(examined: Examined, image: RemoteName | null): Promise<readonly Finding[]> {
  const unknown = isAliyun(examined.host) ? [note('attestations', REFUSES, singlePlatformAdvice())] : []
  if (image === null) return unknown
  try {
    const {raw} = await fetchManifest(examined.client, image, manifestReference(image), examined.signal)
    const document = parseManifestOrIndex(raw, t`the manifest`)
    if (document.kind !== 'index' || !document.manifests.some(isAttestation)) return []
    const message = t`the image carries attestations; some registries refuse to take them (unknown manifest class)`
    return [note('attestations', message, singlePlatformAdvice())]
  } catch (thrown) {
    return failureIn(examined, thrown).kind === 'not-found' ? unknown : []
  }
}
