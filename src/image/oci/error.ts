import {t} from '../../text/translate.ts'

/**
 * Everything that can go wrong and that a user can understand is a LensError: a kind for code, a sentence for people,
 * and advice on what to do next. Anything else that is thrown is our own fault (exit 70).
 */
export type ErrorKind =
  | 'usage'
  | 'reference-malformed'
  | 'reference-unsupported'
  | 'reference-ambiguous'
  | 'not-found'
  | 'not-an-image'
  | 'platform-not-found'
  | 'manifest-malformed'
  | 'config-malformed'
  | 'digest-malformed'
  | 'digest-mismatch'
  | 'blob-missing'
  | 'tar-damaged'
  | 'compression-damaged'
  | 'compression-unsupported'
  | 'limit-exceeded'
  | 'io'
  /** no answer: name, port, TLS, time */
  | 'registry-unreachable'
  /** who asks is not known, or not believed */
  | 'registry-unauthorized'
  /** who asks is known and may not */
  | 'registry-denied'
  /** it takes images, but not with an attestation beside them */
  | 'registry-attestation'
  /** an answer that helps nobody: too busy, broken, against the specification */
  | 'registry-failed'
  /** a credential helper, or where logging in is written */
  | 'credentials-failed'
  | 'engine-host-malformed'
  /** nobody answers, or not us */
  | 'engine-not-reached'
  /** it answered, and then no more */
  | 'engine-lost'
  /** it can't do what was asked */
  | 'engine-refused'
  /** something else stands in the way: a container that uses the image, a name that is taken */
  | 'engine-conflict'
  | 'cancelled'

/** What may be told beside the sentence. */
export interface ErrorDetails {
  /**
   * What the user can do about it: one sentence, may contain a command; or lines, those that are to be copied indented. Nothing
   * within a line breaks it: names and messages out of images and engines stand in there.
   */
  readonly advice?: string | readonly string[]
  readonly cause?: unknown
}

/** What went wrong, by its kind, in a sentence with its full stop, and what to do about it. */
export class LensError extends Error {
  readonly kind: ErrorKind
  /** its lines, between line breaks */
  readonly advice: string | undefined

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : {cause: details.cause})
    this.name = 'LensError'
    this.kind = kind
    this.advice = details.advice === undefined ? undefined : [details.advice].flat().map(onOneLine).join('\n')
  }
}

function onOneLine(text: string): string {
  return text.replaceAll('\n', '↵')
}

/** What everything that was told to stop rejects with. */
export function cancelled(): LensError {
  return new LensError('cancelled', t`Cancelled.`)
}

/** Throws `cancelled` where the signal says so, whatever reason it was aborted with. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled()
}

/** An error as plain data: what crosses threads and what state holds. */
export interface Failure {
  readonly kind: ErrorKind | 'internal'
  readonly message: string
  /** its lines, between line breaks; in each everything but those is hostile */
  readonly advice: string | null
}

/** The plain-data form of anything thrown; what is not a LensError is 'internal'. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof LensError) return {kind: thrown.kind, message: thrown.message, advice: thrown.advice ?? null}
  return {kind: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown), advice: null}
}

/** A Failure that came from another thread, as an error again. */
export function fromFailure(failure: Failure): Error {
  if (failure.kind === 'internal') return new Error(failure.message)
  return new LensError(
    failure.kind,
    failure.message,
    failure.advice === null ? {} : {advice: failure.advice.split('\n')},
  )
}

/** Node's code of a call that failed, such as 'ENOENT'; null for anything else that was thrown. */
export function errorCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null
  return typeof thrown.code === 'string' ? thrown.code : null
}
