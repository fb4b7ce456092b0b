import {digestAlgorithm, shortDigest} from '../../image/oci/digest.ts'
import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {AnswerError} from './answer-failure.ts'
import type {RemoteBlob} from './blobs.ts'
import {drain} from './drain.ts'
import type {HttpResponse} from './http-response.ts'
import {NetworkError} from './network-failure.ts'
import {nonsense, type RegistryRequest} from './registry-client.ts'
import {ATTEMPTS, isPassing, pauseBefore} from './retry.ts'
import {pushScope, type Scope} from './scope.ts'
import {type BlobUpload, UploadBody} from './upload-body.ts'

/** What became of it: it was there before, taken over from another repository, or sent. */
export type Uploaded = 'there' | 'mounted' | 'sent'

/** A blob up to this goes with the request that closes its upload, and is held until then; a larger one flows, bytes. */
const SMALL = 4 * 1024 * 1024
/** What is cancelled has so long to end in good order, milliseconds. */
const GRACE_MS = 2000

/** A registry may copy and hash all of a blob before it says that it has it, milliseconds. */
const CLOSING_MS = 600_000

/**
 * Brings a blob to a registry (distribution-spec, Pushing blobs): not at all where it is there, by mounting where another
 * repository has it, else as it flows; after a break it goes on where the registry says it stopped. Throws `digest-mismatch`
 * where the bytes are not those of the digest: then nothing can be read there.
 */
export async function pushBlob(upload: BlobUpload): Promise<Uploaded> {
  const {mountFrom, size, progress} = upload
  if (await hasBlob(upload, upload.signal)) {
    progress(size)
    return 'there'
  }
  const session = new UploadSession(upload)
  if ((await session.begin(mountFrom)) === 'mounted') {
    progress(size)
    return 'mounted'
  }
  try {
    await session.send()
  } catch (thrown) {
    await session.abandon()
    throw thrown
  }
  return 'sent'
}

/** True where the repository has the blob already. */
export async function hasBlob(
  {client, repository, digest, again}: RemoteBlob & Pick<BlobUpload, 'again'>,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await client.send({
    method: 'HEAD',
    path: `${repository.path}/blobs/${digest}`,
    // Who looks before pushing needs both, in one token.
    scope: pushScope(repository.path),
    signal,
    expect: [200, 404],
    ...(again === undefined ? {} : {onRepeat: again}),
    what: t`the blob ${shortDigest(digest)} of ${repository.path}`,
    done: 'written',
  })
  await drain(response)
  return response.status === 200
}

/** Begins an upload and drops it: tells whether one may push, and leaves nothing. Throws as a push would. */
export async function tryPush(blob: Pick<RemoteBlob, 'client' | 'repository'>, signal: AbortSignal): Promise<void> {
  const {client, repository} = blob
  const response = await client.send({
    method: 'POST',
    path: `${repository.path}/blobs/uploads/`,
    scope: pushScope(repository.path),
    signal,
    expect: [202],
    what: repository.path,
    done: 'written',
  })
  await drain(response)
  const path = whereItGoesOn(response)
  if (path === null) return
  const dropped = {method: 'DELETE', path, scope: pushScope(repository.path)} as const
  await client
    .send({...dropped, signal, expect: [200, 202, 204, 404, 405], what: t`an upload`, done: 'deleted'})
    .then(drain)
}

class UploadSession {
  private readonly upload: BlobUpload
  private scope: Scope
  private location: URL | null = null
  /** bytes that the registry has taken */
  private taken = 0
  /** bytes that were told of, sent or taken */
  private told = 0

  constructor(upload: BlobUpload) {
    this.upload = upload
    this.scope = pushScope(upload.repository.path, upload.mountFrom)
  }

  async begin(mountFrom: string | null): Promise<'begun' | 'mounted'> {
    const {repository, digest} = this.upload
    const mount = mountFrom === null ? '' : `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(mountFrom)}`
    const response = await this.ask({
      method: 'POST',
      path: `${repository.path}/blobs/uploads/${mount}`,
      expect: [201, 202],
      headers: {'content-length': '0'},
      // Not allowed to take it from there, by the registry or its token server, is no reason not to send it.
    }).catch(thrown => {
      if (mountFrom !== null && isRefusal(thrown)) return null
      throw thrown
    })
    if (response === null) {
      this.scope = pushScope(repository.path)
      return this.begin(null)
    }
    if (response.status === 201) return 'mounted'
    this.goTo(response)
    this.taken = 0
    return 'begun'
  }

  async send(): Promise<void> {
    for (let restarts = 0; ; restarts++) {
      if (await this.sendFromStart()) return
      // The registry forgot the upload; what was sent is lost.
      if (restarts === ATTEMPTS) throw nonsense(this.upload.client.host, t`it forgets uploads while they run`)
      await this.begin(null)
    }
  }

  /** Frees what the registry keeps of an upload that will not end. */
  async abandon(): Promise<void> {
    if (this.location === null) return
    const signal = AbortSignal.timeout(5000)
    const gone = {method: 'DELETE', path: this.location, expect: [200, 202, 204, 404, 405]} as const
    await this.ask({...gone, repeat: false, signal}).catch(() => {})
  }

  /** Sends all bytes and closes the upload; false where the registry has forgotten it. */
  private async sendFromStart(): Promise<boolean> {
    const {size, signal} = this.upload
    // One request is enough for a small one.
    if (size <= SMALL) return this.close(await this.smallBody())
    for (let failed = 0; this.taken < size; ) {
      throwIfCancelled(signal)
      const before = this.taken
      const body = new UploadBody(this.upload, before, sent => this.tell(sent))
      try {
        await this.sendRest(body, before)
        this.taken = size
      } catch (thrown) {
        // What is wrong with the source is no fault of the line.
        if (body.failure !== null) throw body.failure
        if (!mayGoOn(thrown) || ++failed === ATTEMPTS) throw thrown
        const {clock} = this.upload.client
        this.upload.again?.(failed, ATTEMPTS - 1)
        await clock.sleep(pauseBefore(failed, null, clock) ?? 0, signal)
        if (!(await this.askWhatWasTaken(size))) return false
        if (this.taken > before) failed = 0
      }
      this.tell(this.taken)
    }
    return this.close(null)
  }

  /**
   * Sends what the registry lacks, as it flows. What breaks off from our side ends as if it were all, so that the registry knows
   * the upload still and it can be dropped: Docker Registry forgets one that breaks within a request, and keeps its bytes.
   */
  private async sendRest(body: UploadBody, from: number): Promise<void> {
    const {signal, size} = this.upload
    const range = from === 0 ? {} : {'content-range': `${from}-${size - 1}`}
    const grace = new AbortController()
    const stop = () => void setTimeout(() => grace.abort(), GRACE_MS).unref()
    signal.addEventListener('abort', stop, {once: true})
    try {
      const response = await this.ask({
        method: 'PATCH',
        path: this.location!,
        body,
        headers: {'content-type': 'application/octet-stream', ...range},
        expect: [202],
        repeat: false,
        signal: grace.signal,
      })
      this.goTo(response)
    } finally {
      signal.removeEventListener('abort', stop)
    }
    throwIfCancelled(signal)
    if (body.failure !== null) throw body.failure
  }

  private async smallBody(): Promise<Buffer> {
    const chunks: Uint8Array[] = []
    const body = new UploadBody(this.upload, 0, () => {})
    for await (const chunk of body.open()) chunks.push(chunk)
    if (body.failure !== null) throw body.failure
    return Buffer.concat(chunks)
  }

  /** What was sent and lost is not sent twice as far as anybody watches. */
  private tell(bytes: number): void {
    if (bytes <= this.told) return
    this.told = bytes
    this.upload.progress(bytes)
  }

  /** Where the registry's copy ends; false where it has none that more could be added to. */
  private async askWhatWasTaken(size: number): Promise<boolean> {
    const response = await this.ask({method: 'GET', path: this.location!, expect: [200, 204, 404]})
    if (response.status === 404) return false
    this.goTo(response)
    const last = Number(/^(?:bytes=)?0-(\d+)$/.exec(response.header('range') ?? '')?.[1] ?? 0)
    // `0-0` stands for nothing as well as for one byte: then that one is sent again.
    this.taken = last === 0 ? 0 : last + 1
    return this.taken <= size
  }

  /** The last request: names the digest, and for a blob of one piece carries it. */
  private async close(body: Buffer | null): Promise<boolean> {
    const {client, digest, size, progress} = this.upload
    const url = new URL(this.location!)
    url.searchParams.set('digest', digest)
    const response = await this.ask({
      method: 'PUT',
      path: url,
      headers: {'content-type': 'application/octet-stream'},
      ...(body === null ? {} : {body, onSent: sent => this.tell(sent)}),
      expect: [201, 204, 404],
      patience: CLOSING_MS,
    })
    // Closed already, where only its answer was lost; else forgotten.
    if (response.status === 404 && !(await hasBlob(this.upload, this.upload.signal))) return false
    const kept = response.header('docker-content-digest')
    if (kept?.startsWith(digestAlgorithm(digest)) && kept !== digest)
      throw nonsense(client.host, t`it keeps other bytes than it was sent`)
    this.location = null
    progress(size)
    return true
  }

  private async ask(
    request: Pick<RegistryRequest, 'method' | 'path' | 'expect'> & Partial<RegistryRequest>,
  ): Promise<HttpResponse> {
    const {client, repository, digest, signal} = this.upload
    const what = t`the blob ${shortDigest(digest)} of ${repository.path}`
    const onRepeat = (repetition: number, most: number) => this.upload.again?.(repetition, most)
    const response = await client.send({scope: this.scope, signal, what, done: 'written', onRepeat, ...request})
    await drain(response)
    return response
  }

  private goTo(response: HttpResponse): void {
    if (response.header('location') === null && this.location !== null) return
    this.location = whereItGoesOn(response)
    if (this.location === null) throw nonsense(this.upload.client.host, t`it does not say where an upload goes on`)
  }
}

/** Where an answer says that an upload goes on; null where it does not. */
function whereItGoesOn(response: HttpResponse): URL | null {
  const location = response.header('location')
  if (location === null || !URL.canParse(location, response.url.href)) return null
  const url = new URL(location, response.url)
  // Behind a proxy that ends TLS registries often name themselves without it.
  if (url.host === response.url.host) url.protocol = response.url.protocol
  return url
}

function isRefusal(thrown: unknown): boolean {
  if (thrown instanceof AnswerError) return thrown.status !== 429
  return thrown instanceof LensError && (thrown.kind === 'registry-unauthorized' || thrown.kind === 'registry-denied')
}

function mayGoOn(thrown: unknown): boolean {
  if (thrown instanceof NetworkError) return thrown.passes
  return thrown instanceof AnswerError && (isPassing(thrown.status) || thrown.status === 416)
}
