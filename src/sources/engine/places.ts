import {join} from 'node:path'
import {t} from '../../text/translate.ts'
import {configFolder, type Environment, readConfigFile} from '../docker-config/config-file.ts'
import {chosenContext, readContext, readTls, type TlsMaterial} from '../docker-config/contexts.ts'
import {type Endpoint, parseHost} from './endpoint.ts'

/** Which engine a reference asks for; null for whichever answers first. */
export type EngineKind = 'docker' | 'podman'

/** Where an engine may answer, and who says so. */
export interface EnginePlace {
  readonly endpoint: Endpoint
  /** who named it, for sentences: '--host', 'DOCKER_HOST', 'the docker context lab', 'the default socket' … */
  readonly origin: string
}

/** What decides where engines are looked for. */
export interface EngineSettings {
  /** the engine that was named, by `--host` or in its place; null where none was */
  readonly host: string | null
  /** who named it, where that was not `--host` */
  readonly hostOrigin?: string
  readonly env: Environment
  /** the user's home folder */
  readonly home: string
  /** the user's number, null where the system has none */
  readonly uid: number | null
}

/**
 * Where to look for an engine, in order. What was named (`--host`, DOCKER_HOST, a context) is the only place; else the sockets
 * that engines have by default. Asked for Podman, its own sockets come first, unless somebody named a host by option.
 * Throws `engine-host-malformed`, `config-malformed`, `io`.
 */
export function enginePlaces(settings: EngineSettings, kind: EngineKind | null): readonly EnginePlace[] {
  const {env, home, host, hostOrigin = '--host'} = settings
  if (host !== null) return [{endpoint: parseHost(host, tlsOfEnvironment(env, home)), origin: hostOrigin}]
  if (kind === 'podman') {
    const remote = env.CONTAINER_HOST
    if (remote) return [{endpoint: parseHost(remote, null), origin: 'CONTAINER_HOST'}]
    return [...podmanSockets(settings), ...namedByDocker(settings)]
  }
  const named = namedByDocker(settings)
  if (named.length > 0) return named
  return kind === 'docker' ? dockerSockets(settings) : [...dockerSockets(settings), ...podmanSockets(settings)]
}

/** DOCKER_HOST counts more than DOCKER_CONTEXT, and that more than the config's own choice, as for the docker command. */
function namedByDocker({env, home}: EngineSettings): EnginePlace[] {
  const folder = configFolder(env, home)
  if (env.DOCKER_HOST) {
    return [{endpoint: parseHost(env.DOCKER_HOST, tlsOfEnvironment(env, home)), origin: 'DOCKER_HOST'}]
  }
  const context = chosenContext(env, readConfigFile(folder))
  if (context === null) return []
  const {host, tls} = readContext(folder, context)
  return host === null ? [] : [{endpoint: parseHost(host, tls), origin: t`the docker context ${context}`}]
}

/** DOCKER_TLS_VERIFY turns TLS on and checks the server; DOCKER_TLS turns it on without. */
function tlsOfEnvironment(env: Environment, home: string): TlsMaterial | null {
  const verify = Boolean(env.DOCKER_TLS_VERIFY)
  if (!verify && !env.DOCKER_TLS) return null
  const found = readTls(env.DOCKER_CERT_PATH || configFolder(env, home), !verify)
  return found ?? {ca: null, cert: null, key: null, skipVerify: !verify}
}

function dockerSockets({env, home}: EngineSettings): EnginePlace[] {
  const places = [socket('/var/run/docker.sock', t`the default socket`)]
  if (env.XDG_RUNTIME_DIR) places.push(socket(join(env.XDG_RUNTIME_DIR, 'docker.sock'), t`rootless Docker's socket`))
  places.push(socket(join(home, '.docker/run/docker.sock'), t`Docker Desktop's socket`))
  return places
}

function podmanSockets({env, uid}: EngineSettings): EnginePlace[] {
  const runtime = env.XDG_RUNTIME_DIR || (uid ? `/run/user/${uid}` : null)
  const places: EnginePlace[] = []
  if (runtime !== null) places.push(socket(join(runtime, 'podman/podman.sock'), t`rootless Podman's socket`))
  const rootful = socket('/run/podman/podman.sock', t`Podman's socket`)
  if (uid === 0) places.unshift(rootful)
  else places.push(rootful)
  return places
}

function socket(path: string, origin: string): EnginePlace {
  return {endpoint: {kind: 'unix', path}, origin}
}
