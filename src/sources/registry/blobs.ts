import {createHash} from 'node:crypto'
import {addAbortSignal, Readable} from 'node:stream'
import {digestOf} from '../../image/oci/content-digest.ts'
import {digestAlgorithm, shortDigest} from '../../image/oci/digest.ts'
import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {RepositoryName} from '../../image/oci/remote-name.ts'
import {t} from '../../text/translate.ts'
import type {BlobClaim} from '../medium/blob-keeper.ts'
import type {HttpResponse} from './http-response.ts'
import {NetworkError} from './network-failure.ts'
import {nonsense, type RegistryClient, type RegistryRequest} from './registry-client.ts'
import {ATTEMPTS, pauseBefore} from './retry.ts'
import {pullScope} from './scope.ts'

/** A blob of a repository. */
export interface RemoteBlob extends BlobClaim {
  readonly client: RegistryClient
  readonly repository: RepositoryName
}

/**
 * A blob's bytes as they come, held against digest and size. A transfer that breaks goes on where it stopped. The stream fails
 * with `digest-mismatch` at its end where the bytes are others, so nothing of it may be believed before.
 */
export function openBlob(blob: RemoteBlob, signal: AbortSignal): Readable {
  return streamOf(inner => verified(blob, inner), signal)
}

/**
 * Bytes `from` to `to` of a blob as they come, going on after breaks, not verified: who reads them has to. A registry without
 * ranges sends what is before and after too, which is passed over. `onCame` hears of each chunk. Fails with `digest-mismatch`
 * where more comes than the blob should have.
 */
export function openRange(
  blob: RemoteBlob,
  from: number,
  to: number,
  signal: AbortSignal,
  onCame: (bytes: number) => void = () => {},
): Readable {
  const end = Math.min(to, blob.size)
  return streamOf(async function* (inner) {
    let left = end - from
    for await (const chunk of resuming(blob, from, end, inner)) {
      onCame(chunk.length)
      if (left > 0) yield chunk.subarray(0, left)
      left -= chunk.length
      if (left >= 0) continue
      // What comes after that may have no end.
      if (end === blob.size) throw lying(blob, t`more than the ${blob.size} bytes that the manifest says`)
      return
    }
  }, signal)
}

/** Whoever leaves early lets go of the connection at once, not when the next bytes come. */
function streamOf(bytes: (signal: AbortSignal) => AsyncIterable<Buffer>, signal: AbortSignal): Readable {
  const left = new AbortController()
  const inner = bytes(AbortSignal.any([signal, left.signal]))
  const stream = Readable.from(inner, {objectMode: false, highWaterMark: 1 << 20})
  stream.once('close', () => left.abort())
  return addAbortSignal(signal, stream)
}

async function* verified(blob: RemoteBlob, signal: AbortSignal): AsyncGenerator<Buffer> {
  const {digest, size} = blob
  const hash = createHash(digestAlgorithm(digest))
  let at = 0
  for await (const chunk of resuming(blob, 0, size, signal)) {
    at += chunk.length
    if (at > size) throw lying(blob, t`more than the ${size} bytes that the manifest says`)
    hash.update(chunk)
    yield chunk
  }
  const actual = `${digestAlgorithm(digest)}:${hash.digest('hex')}`
  if (actual !== digest) throw lying(blob, t`bytes with the digest ${actual}`)
}

/** The bytes over as many answers as it takes; each break that brought nothing new counts. */
async function* resuming(blob: RemoteBlob, from: number, to: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const {client} = blob
  let at = from
  for (let idle = 0; ; ) {
    const before = at
    let failure: LensError | null = null
    try {
      for await (const chunk of fromByte(blob, at, to, signal)) {
        at += chunk.length
        yield chunk
      }
      if (at >= to) return
    } catch (cause) {
      throwIfCancelled(signal)
      if (!(cause instanceof NetworkError) || !cause.passes) throw cause
      failure = cause
    }
    idle = at > before ? 0 : idle + 1
    if (idle === ATTEMPTS) throw failure ?? lying(blob, t`only ${at} of the ${blob.size} bytes that the manifest says`)
    await client.clock.sleep(pauseBefore(idle + 1, null, client.clock) ?? 0, signal)
  }
}

async function* fromByte(blob: RemoteBlob, at: number, to: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const whole = at === 0 && to === blob.size
  const response = await getBlob(blob, whole ? null : `bytes=${at}-${to === blob.size ? '' : to - 1}`, signal)
  // Nothing is left where more should be.
  if (response.status === 416) {
    response.body.on('error', () => {}).destroy()
    return
  }
  // A server without ranges begins anew: what is known already is passed over.
  let skip = 0
  if (response.status === 206) requireStart(response, at, blob.client)
  else skip = at
  try {
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      if (skip >= chunk.length) skip -= chunk.length
      else {
        yield skip > 0 ? chunk.subarray(skip) : chunk
        skip = 0
      }
    }
  } catch (cause) {
    throw response.brokenBy(cause)
  }
}

function getBlob(blob: RemoteBlob, range: string | null, signal: AbortSignal): Promise<HttpResponse> {
  return blob.client.send(blobRequest(blob, range, signal))
}

function blobRequest({repository, digest}: RemoteBlob, range: string | null, signal: AbortSignal): RegistryRequest {
  return {
    method: 'GET',
    path: `${repository.path}/blobs/${digest}`,
    scope: pullScope(repository.path),
    // Compressed on the way it would have another length, and ranges of it another meaning.
    headers: {'accept-encoding': 'identity', ...(range === null ? {} : {range})},
    signal,
    expect: range === null ? [200] : [200, 206, 416],
    what: t`the blob ${shortDigest(digest)} of ${repository.path}`,
    done: 'read',
  }
}

function requireStart(response: HttpResponse, at: number, client: RegistryClient): void {
  const start = /^bytes (\d+)-/.exec(response.header('content-range') ?? '')?.[1]
  if (start !== undefined && Number(start) !== at) {
    response.body.on('error', () => {}).destroy()
    throw nonsense(client.host, t`asked for the bytes from ${at} on, it sends those from ${start} on`)
  }
}

/**
 * Bytes `offset` to `offset + length` of a blob, not verified: what they are for has to check them. Null where the registry
 * knows no ranges; then nothing was read. Throws what `send` throws.
 */
export async function readRange(
  blob: RemoteBlob,
  offset: number,
  length: number,
  signal: AbortSignal,
): Promise<Buffer | null> {
  return blob.client.ask(blobRequest(blob, `bytes=${offset}-${offset + length - 1}`, signal), async response => {
    if (response.status !== 206) {
      response.body.on('error', () => {}).destroy()
      return null
    }
    requireStart(response, offset, blob.client)
    const bytes = await response.read(length)
    if (bytes?.length === length) return bytes
    throw nonsense(blob.client.host, t`asked for ${length} bytes of a blob, it sends another number`)
  })
}

/** All bytes of a small blob, verified. Throws `limit-exceeded` before anything is fetched, `digest-mismatch`, and what `send` throws. */
export async function readBlob(blob: RemoteBlob, limit: number, signal: AbortSignal): Promise<Uint8Array> {
  const {digest, size} = blob
  if (size > limit) {
    throw new LensError('limit-exceeded', t`The blob ${digest} has ${size} bytes; more than ${limit} are not read.`, {
      advice: t`No builder writes documents of that size; the image is damaged or made to do harm.`,
    })
  }
  // What breaks off is asked for from its beginning: to go on in the middle of a document is not worth it.
  const {body: bytes} = await blob.client.fetch(blobRequest(blob, null, signal), size)
  if (bytes === null) throw lying(blob, t`more than the ${size} bytes that the manifest says`)
  if (bytes.length < size) throw lying(blob, t`only ${bytes.length} of the ${size} bytes that the manifest says`)
  const actual = digestOf(bytes, digestAlgorithm(digest))
  if (actual !== digest) throw lying(blob, t`bytes with the digest ${actual}`)
  return bytes
}

function lying({client, digest}: RemoteBlob, sent: string): LensError {
  return new LensError('digest-mismatch', t`Asked for the blob ${digest}, ${client.host} sent ${sent}.`, {
    advice: t`It was changed or damaged there or on its way; try again, and if it stays so, push the image again.`,
  })
}
