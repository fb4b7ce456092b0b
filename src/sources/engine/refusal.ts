import {type ErrorKind, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'

/** An engine's answer that is an error: what it said, as a LensError whose kind follows from the status. */
export class EngineRefusal extends LensError {
  /** HTTP status; 0 for an error inside a stream that began well */
  readonly status: number
  /** the engine's own words, hostile */
  readonly said: string

  constructor(kind: ErrorKind, status: number, said: string, advice?: string) {
    super(kind, sentence(said), advice === undefined ? {} : {advice})
    this.status = status
    this.said = said
  }
}

/** What an answer with an error status says; Docker and Podman put it into `message`. */
export function refusal(status: number, body: string): EngineRefusal {
  const said = messageOf(body) ?? (body.trim().slice(0, 500) || t`status ${status}`)
  if (/no space left on device/i.test(said)) {
    return new EngineRefusal('engine-refused', status, said, t`Make room first: docker system df shows what takes it.`)
  }
  return new EngineRefusal(kindOf(status), status, said)
}

function kindOf(status: number): ErrorKind {
  if (status === 404) return 'not-found'
  if (status === 409) return 'engine-conflict'
  return 'engine-refused'
}

function messageOf(body: string): string | null {
  try {
    const {message} = JSON.parse(body) as {message?: unknown}
    return typeof message === 'string' && message.trim() !== '' ? message.trim() : null
  } catch {
    return null
  }
}

/** Engines write without capitals and full stops. */
function sentence(said: string): string {
  const text = said.trim().replace(/^Error response from daemon: /, '')
  return t`The engine says: ${text}${/[.!?]$/.test(text) ? '' : '.'}`
}
