import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import {type ConfigFile, type Environment, isAbsent} from './config-file.ts'

/** What a client shows and checks on a TLS connection: PEM texts. */
export interface TlsMaterial {
  readonly ca: string | null
  readonly cert: string | null
  readonly key: string | null
  /** true: the server's certificate is not checked */
  readonly skipVerify: boolean
}

/** The docker endpoint of a context, as `docker context inspect` shows it. */
export interface ContextEndpoint {
  readonly name: string
  /** such as `ssh://user@host`; null: the default of this machine */
  readonly host: string | null
  readonly tls: TlsMaterial | null
}

/** The context that is built in: DOCKER_HOST, or the socket of this machine. */
const DEFAULT_CONTEXT = 'default'

/** Which context is in force: DOCKER_CONTEXT, else the config's own; null for the default one. */
export function chosenContext(env: Environment, config: ConfigFile): string | null {
  const name = env.DOCKER_CONTEXT || config.currentContext
  return name === null || name === DEFAULT_CONTEXT ? null : name
}

/** Parses a context's `meta.json`. Throws `config-malformed`. */
function parseContextMeta(bytes: Uint8Array): {name: string; host: string | null; skipVerify: boolean} {
  const read = new JsonReader(t`the context's meta.json`, 'config-malformed')
  const root = read.object(read.parse(bytes), '')
  const endpoints = read.optionalObject(root.Endpoints, 'Endpoints') ?? {}
  const docker = read.optionalObject(endpoints.docker, 'Endpoints.docker') ?? {}
  return {
    name: read.string(root.Name, 'Name'),
    host: read.optionalString(docker.Host, 'Endpoints.docker.Host') || null,
    skipVerify: docker.SkipTLSVerify === true,
  }
}

/** The folder name of a context below `contexts/meta` and `contexts/tls`: the SHA-256 of its name. */
export function contextFolder(name: string): string {
  return createHash('sha256').update(name).digest('hex')
}

/** Reads a context of the docker config in `folder`. Throws `config-malformed` where there is none of that name, or it is damaged. */
export function readContext(folder: string, name: string): ContextEndpoint {
  const id = contextFolder(name)
  let bytes: Uint8Array
  try {
    bytes = readFileSync(join(folder, 'contexts', 'meta', id, 'meta.json'))
  } catch (cause) {
    throw new LensError('config-malformed', t`There is no docker context ${name} in ${folder}.`, {
      cause,
      advice: t`List what there is: docker context ls; or leave it: docker context use default`,
    })
  }
  const {host, skipVerify} = parseContextMeta(bytes)
  return {name, host, tls: readTls(join(folder, 'contexts', 'tls', id, 'docker'), skipVerify)}
}

/**
 * The TLS material of a folder with `ca.pem`, `cert.pem` and `key.pem` (a context's, or DOCKER_CERT_PATH); null where it holds
 * none of them and the server is to be checked as usual.
 */
export function readTls(folder: string, skipVerify: boolean): TlsMaterial | null {
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch (cause) {
    if (isAbsent(cause)) return skipVerify ? {ca: null, cert: null, key: null, skipVerify} : null
    throw new LensError('io', t`The folder ${folder} with certificates could not be read.`, {cause})
  }
  const read = (name: string): string | null => {
    if (!names.includes(name)) return null
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch (cause) {
      throw new LensError('io', t`The certificate ${join(folder, name)} could not be read.`, {cause})
    }
  }
  const [ca, cert, key] = [read('ca.pem'), read('cert.pem'), read('key.pem')]
  return ca === null && cert === null && key === null && !skipVerify ? null : {ca, cert, key, skipVerify}
}
