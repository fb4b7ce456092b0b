import {errorCode} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {type Endpoint, formatEndpoint} from './endpoint.ts'

/** Why an endpoint does not answer, in the words of a sentence's end, and what to do about it. */
export interface Unreached {
  readonly why: string
  /** the same in two or three words, for a line that has room for no more */
  readonly brief: string
  readonly advice: string | null
  /** true where nothing is there at all: not worth a word while something else answers */
  readonly absent: boolean
}

/** Judges what connecting threw. */
export function unreached(endpoint: Endpoint, thrown: unknown): Unreached {
  const code = errorCode(thrown)
  if (endpoint.kind === 'unix' || endpoint.kind === 'npipe') return ofSocket(endpoint.path, code, thrown)
  if (endpoint.kind === 'ssh') return ofSsh(endpoint, thrown)
  return ofTcp(endpoint, code, thrown)
}

function ofSocket(path: string, code: string | null, thrown: unknown): Unreached {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        why: t`there is no such socket: no engine is running there`,
        brief: t`not there`,
        advice: START,
        absent: true,
      }
    case 'ECONNREFUSED':
      return no(t`the socket is there, but nobody listens: the engine is not running`, START, t`nobody listens`)
    case 'EACCES':
    case 'EPERM':
      return no(t`permission denied: you may not use this socket`, permission(path), t`permission denied`)
    default:
      return no(reasonOf(thrown), null)
  }
}

const START = t`Start the engine: sudo systemctl start docker, or systemctl --user start podman.socket`

function permission(path: string): string {
  if (path.includes('podman')) return t`Start Podman as yourself instead: systemctl --user start podman.socket`
  return t`Join the docker group (sudo usermod -aG docker $USER, then log in again), or run this with sudo.`
}

function ofTcp(endpoint: Endpoint & {kind: 'tcp'}, code: string | null, thrown: unknown): Unreached {
  const {host, tls} = endpoint
  const message = reasonOf(thrown)
  if (code === 'ECONNREFUSED')
    return no(t`nobody listens on port ${endpoint.port}`, t`Check the port, and that the engine runs.`)
  if (code === 'EAI_AGAIN')
    return no(t`the name ${host} can't be looked up just now`, t`Check the network, and that a DNS server answers.`)
  if (code === 'ENOTFOUND') return no(t`there is no host ${host}`, t`Check its spelling.`)
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return no(t`the host does not answer`, null)
  if (code === 'EPROTO' || /wrong version number|packet length too long/i.test(message)) {
    return no(t`it does not speak TLS`, t`Unset DOCKER_TLS_VERIFY, or name the port that does (2376).`)
  }
  if (tls === null && (code === 'HPE_INVALID_CONSTANT' || code === 'ECONNRESET')) return no(WANTS_TLS, SET_TLS)
  if (code !== null && /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) {
    return no(t`its certificate is not trusted (${code})`, t`Put the right ca.pem into the folder of DOCKER_CERT_PATH.`)
  }
  if (/alert|handshake/i.test(message)) {
    return no(t`it does not accept our certificate`, t`Put cert.pem and key.pem into the folder of DOCKER_CERT_PATH.`)
  }
  return no(message, null)
}

const WANTS_TLS = t`it wants TLS`
const SET_TLS = t`Set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder with ca.pem, cert.pem and key.pem.`

/** The answer of an engine that was asked without TLS where it wants it. */
export function wantsTls(): Unreached {
  return no(WANTS_TLS, SET_TLS)
}

/** Where something is there, but no engine that we could use. */
export function no(why: string, advice: string | null = null, brief = why): Unreached {
  return {why, brief, advice, absent: false}
}

function ofSsh(endpoint: Endpoint, thrown: unknown): Unreached {
  const place = formatEndpoint(endpoint).replace('ssh://', '')
  return no(reasonOf(thrown), t`Try it by hand: ssh ${place} docker system dial-stdio`)
}

/** What an error says, without its class. */
export function reasonOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return message.trim().replace(/\.$/, '') || t`no reason was given`
}
