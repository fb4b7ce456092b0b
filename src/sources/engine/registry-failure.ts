import {type ErrorKind, LensError} from '../../image/oci/error.ts'
import {DOCKER_HUB, namesHost} from '../../image/oci/remote-name.ts'
import {t} from '../../text/translate.ts'
import {daemonTransport} from './daemon-transport.ts'
import type {EngineInfo} from './engine.ts'
import {plainHttpAdvice} from './plain-http-advice.ts'
import {EngineRefusal} from './refusal.ts'

/** What is done with which image when a registry has its say. */
export interface Transfer {
  readonly verb: 'push' | 'pull'
  /** as typed */
  readonly name: string
  /** of the registry: `HOST[:PORT]` */
  readonly host: string
  /** the engine can push one platform of an image alone */
  readonly choosesPlatform: boolean
}

/** What an engine passes on of a registry's refusal, in plain words; other errors as they are. */
export function registryFailure(thrown: unknown, info: EngineInfo, transfer: Transfer): unknown {
  if (!(thrown instanceof EngineRefusal)) return thrown
  const {said} = thrown
  const words = withoutName(said, transfer.name)
  const {host, name, verb, choosesPlatform} = transfer
  const fail = (kind: ErrorKind, message: string, advice: string | readonly string[]) =>
    new LensError(kind, message, {advice: [advice, ...meant(name)].flat(), cause: thrown})
  if (/does not exist locally|failed to find image|^tag does not exist/i.test(words)) {
    return fail(
      'not-found',
      t`${info.kind} (${info.host}) has no image ${name}.`,
      t`Give it that name first: layerlens tag IMAGE ${name}`,
    )
  }
  if (/server gave HTTP response to HTTPS client/i.test(words)) {
    return fail(
      'registry-unreachable',
      t`The registry ${host} answers in plain HTTP, and this engine only trusts HTTPS there.`,
      plainHttpAdvice(info.kind, host),
    )
  }
  if (/x509|certificate/i.test(words)) {
    return fail(
      'registry-unreachable',
      t`The engine does not trust the certificate of ${host}: ${said}.`,
      trustAdvice(info, host),
    )
  }
  if (/unknown manifest class/i.test(words)) {
    return fail(
      'registry-attestation',
      t`${host} refuses the attestation that was built with ${name}.`,
      t`Build without it (--provenance=false), or push one platform only: ${
        choosesPlatform ? t`docker push --platform linux/amd64 ${name}` : copyInstead(info, name)
      }`,
    )
  }
  if (/no basic auth credentials|unauthorized|authentication required|must be logged in/i.test(words)) {
    return fail(
      'registry-unauthorized',
      t`${host} wants to know who you are.`,
      t`Log in first: layerlens login ${host}`,
    )
  }
  if (/denied|forbidden/i.test(words)) {
    return fail(
      'registry-denied',
      t`${host} does not let you ${verb} ${name}: ${said}.`,
      t`Check the name, and that your account may ${verb} there; log in as another: layerlens login ${host}`,
    )
  }
  if (/manifest unknown|name unknown|not found|does not exist/i.test(words)) {
    const tags = t`See what it has: layerlens tags ${withoutTag(name)}`
    // An engine's words don't tell a tag that is unknown from a repository that is. Docker Hub has no catalog.
    const catalog = host === DOCKER_HUB ? [] : [t`Its repositories, where it lists them: layerlens catalog ${host}`]
    return fail('not-found', t`${host} has no ${name}.`, [tags, ...catalog])
  }
  const unknown = /no such host/i.test(words)
  // Docker Hub is there: where it has no name, nobody answers who knows names.
  if ((unknown && host === DOCKER_HUB) || /server misbehaving|name resolution|lookup \S+ on \S+: read/i.test(words)) {
    return fail(
      'registry-unreachable',
      t`The engine can't look up the name ${host} just now.`,
      t`Check that the engine's machine has a network, and a DNS server that answers.`,
    )
  }
  if (unknown) {
    return fail(
      'registry-unreachable',
      t`There is no host ${host}.`,
      t`Check its spelling; the engine looks it up, not this program.`,
    )
  }
  if (/connection refused|i\/o timeout|deadline exceeded|Client\.Timeout|no route to host|unreachable/i.test(words)) {
    return fail(
      'registry-unreachable',
      t`The registry ${host} does not answer the engine: ${said}.`,
      t`Check that it runs, and its port.`,
    )
  }
  return thrown
}

/** Whoever leaves the host out may not think of Docker Hub. */
function meant(name: string): readonly string[] {
  return namesHost(name) ? [] : [t`A name without a host is one of Docker Hub; of another registry: HOST/${name}`]
}

/** What pushes one platform alone where the engine can't: its image, sent by us. */
export function copyInstead({kind}: EngineInfo, name: string): string {
  return t`layerlens copy ${daemonTransport(kind)}:${name} docker://${name}`
}

/** What is said, without the name that it is said of: that may hold any word. */
function withoutName(said: string, name: string): string {
  const repository = withoutTag(name)
  const known = repository.includes('/') ? [repository] : [`for ${repository}`, `library/${repository}`]
  return [name, ...known].reduce((words, one) => words.replaceAll(one, ''), said)
}

function withoutTag(name: string): string {
  return name.replace(/(@sha256:[0-9a-f]+|:[^/:]+)$/, '')
}

function trustAdvice({kind}: EngineInfo, host: string): string {
  const folder = kind === 'podman' ? '/etc/containers/certs.d' : '/etc/docker/certs.d'
  return t`Put the certificate of who signed it there, for the engine to read: ${folder}/${host}/ca.crt`
}
