import {type ErrorKind, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {shorten} from '../medium/shorten.ts'
import type {HttpResponse} from './http-response.ts'
import type {ProxyAddress} from './proxies.ts'

/** What a registry said when it did not do what was asked: distribution-spec, Error Codes. */
export interface RegistryComplaint {
  /** such as UNAUTHORIZED, DENIED, NAME_UNKNOWN, MANIFEST_UNKNOWN; hostile */
  readonly code: string
  /** hostile */
  readonly message: string
}

/** An answer that is a failure. `status` and `complaints` tell code why. */
export class AnswerError extends LensError {
  readonly status: number
  readonly complaints: readonly RegistryComplaint[]

  constructor(
    kind: ErrorKind,
    message: string,
    advice: string,
    status: number,
    complaints: readonly RegistryComplaint[],
  ) {
    super(kind, message, {advice})
    this.status = status
    this.complaints = complaints
  }

  says(code: string): boolean {
    return this.complaints.some(complaint => complaint.code === code)
  }
}

/** More complaints than these say nothing new. */
const COMPLAINTS = 5

/** Reads the body of a failed answer; empty where it has another shape, as those of proxies. */
export function parseComplaints(body: Uint8Array | null): readonly RegistryComplaint[] {
  try {
    const {errors} = JSON.parse(Buffer.from(body ?? []).toString('utf8')) as {errors?: unknown}
    if (!Array.isArray(errors)) return []
    return errors.slice(0, COMPLAINTS).flatMap((item: {code?: unknown; message?: unknown} | null) => {
      if (typeof item?.code !== 'string') return []
      return [{code: shorten(item.code), message: typeof item.message === 'string' ? shorten(item.message) : ''}]
    })
  } catch {
    return []
  }
}

const DONE_WORDS: Readonly<Record<Asked['done'], string>> = {
  read: t`read`,
  written: t`written`,
  deleted: t`deleted`,
  listed: t`listed`,
}

/** What a registry was asked for. */
export interface Asked {
  readonly host: string
  /** in the words of a sentence: `localhost:5000/shop/api:1.4`, `the blob 0123456789ab of shop/api` */
  readonly what: string
  /** what would be done with it: 'read', 'written', 'deleted', 'listed' */
  readonly done: 'read' | 'written' | 'deleted' | 'listed'
  /** that was asked in plain HTTP: what it answers itself can't be told from what the registry does */
  readonly proxy?: ProxyAddress | null
}

/** The error for an answer of this status. */
export function answerFailure(
  status: number,
  complaints: readonly RegistryComplaint[],
  {host, what, done, proxy = null}: Asked,
  retryAfter: string | null = null,
): AnswerError {
  const fail = (kind: ErrorKind, message: string, advice: string) =>
    new AnswerError(kind, `${message}${quoted(complaints)}`, advice, status, complaints)
  const unsupported = complaints.some(({code}) => code === 'UNSUPPORTED')
  switch (status) {
    case 401:
      return fail(
        'registry-unauthorized',
        t`${host} wants to know who asks before ${what} can be ${DONE_WORDS[done]}.`,
        t`Log in: layerlens login ${host} (or docker login ${host}).`,
      )
    case 403:
      return fail(
        'registry-denied',
        t`You may not have ${what} ${DONE_WORDS[done]} at ${host}.`,
        done === 'written'
          ? t`Check that the repository's first part is yours (a user, a namespace), and your rights; layerlens doctor ${host} says more.`
          : t`Ask who keeps it for access, or log in as somebody else: layerlens login ${host}`,
      )
    case 404:
    case 410:
      return fail('not-found', t`${host} does not have ${what}.`, notFoundAdvice(complaints, host))
    case 405:
    case 501:
      return fail(
        'registry-denied',
        t`${host} does not let ${what} be ${DONE_WORDS[done]}.`,
        done === 'deleted'
          ? t`Deleting is switched off there; Docker Registry wants storage.delete.enabled: true in its config.`
          : t`The registry does not offer this.`,
      )
    case 429:
      return fail(
        'registry-failed',
        t`${host} has had too many requests from here.`,
        retryAfter === null
          ? t`Wait a while, or log in: limits are wider then.`
          : /^\d+$/.test(retryAfter)
            ? t`It says: try again after ${shorten(retryAfter)} seconds.`
            : t`It says: try again after ${shorten(retryAfter)}.`,
      )
    default:
      if (unsupported)
        return fail(
          'registry-denied',
          t`${host} does not offer this: ${what} can't be ${DONE_WORDS[done]}.`,
          t`Ask who keeps it.`,
        )
      if (status >= 500) {
        return fail(
          'registry-failed',
          t`${host}${orProxy(proxy)} is in trouble (HTTP ${status}): ${what} could not be ${DONE_WORDS[done]}.`,
          t`Try again later; who keeps the registry finds the reason in its log.`,
        )
      }
      return fail(
        'registry-failed',
        t`${host} did not let ${what} be ${DONE_WORDS[done]} (HTTP ${status}).`,
        t`layerlens doctor ${host} looks at each step of the way.`,
      )
  }
}

/** The error for an answer of where the registry sent us for its bytes: what it says of rights is not about us. */
export function elsewhereFailure(
  {status, url}: Pick<HttpResponse, 'status' | 'url'>,
  {what, done}: Omit<Asked, 'host'>,
  host: string,
): AnswerError {
  const message = t`${host} keeps this at ${url.host}, which did not let ${what} be ${DONE_WORDS[done]} (HTTP ${status}).`
  const advice = t`Try again: what it is let in with may have ended. If it stays so, ask who keeps the registry.`
  return new AnswerError('registry-failed', message, advice, status, [])
}

function orProxy(proxy: ProxyAddress | null): string {
  return proxy === null ? '' : t`, or the proxy ${proxy.authority} (${proxy.variable}) before it,`
}

function notFoundAdvice(complaints: readonly RegistryComplaint[], host: string): string {
  if (complaints.some(({code}) => code === 'MANIFEST_UNKNOWN'))
    return t`See which tags there are: layerlens tags HOST/REPOSITORY`
  if (complaints.some(({code}) => code === 'NAME_UNKNOWN'))
    return t`See which repositories there are: layerlens catalog ${host}`
  return t`Check the spelling; the host may also be no registry.`
}

function quoted(complaints: readonly RegistryComplaint[]): string {
  const said = complaints.map(({code, message}) => (message === '' ? code : `${code}: ${message}`))
  return said.length === 0 ? '' : t` It says: ${said.join('; ')}`
}
