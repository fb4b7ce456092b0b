import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {errorCode, LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'

/** Variables of the environment, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** An entry of `auths`: what docker login keeps where no helper does. All of it is secret. */
export interface StoredLogin {
  /** base64 of `user:password` */
  readonly auth: string | null
  readonly username: string | null
  readonly password: string | null
  readonly identityToken: string | null
  readonly registryToken: string | null
}

/** What `config.json` says, checked; docs.docker.com, "docker: Configuration files". */
export interface ConfigFile {
  /** null: none was chosen */
  readonly currentContext: string | null
  /** by server, as the file spells it: `HOST[:PORT]` or a URL */
  readonly auths: Readonly<Record<string, StoredLogin>>
  /** the helper for every server, the part of its name behind `docker-credential-` */
  readonly credsStore: string | null
  /** helpers by server */
  readonly credHelpers: Readonly<Record<string, string>>
}

const EMPTY: ConfigFile = {currentContext: null, auths: {}, credsStore: null, credHelpers: {}}

/** The folder with `config.json`, `contexts/` and `certs`: DOCKER_CONFIG, else `~/.docker`. */
export function configFolder(env: Environment, home: string): string {
  return env.DOCKER_CONFIG || join(home, '.docker')
}

/** Parses `config.json`. Throws `config-malformed`. */
export function parseConfigFile(bytes: Uint8Array): ConfigFile {
  const read = new JsonReader(t`docker's config.json`, 'config-malformed')
  const root = read.object(read.parse(bytes), '')
  const auths: Record<string, StoredLogin> = Object.create(null)
  for (const [server, value] of Object.entries(fieldsOf(root.auths))) {
    const login = fieldsOf(value)
    auths[server] = {
      auth: textOf(login.auth),
      username: textOf(login.username),
      password: textOf(login.password),
      identityToken: textOf(login.identitytoken),
      registryToken: textOf(login.registrytoken),
    }
  }
  return {
    currentContext: read.optionalString(root.currentContext, 'currentContext') || null,
    auths,
    credsStore: read.optionalString(root.credsStore, 'credsStore') || null,
    credHelpers: read.stringMap(root.credHelpers, 'credHelpers'),
  }
}

/** What should be an object; nothing where it is none, since what stands in its place may be a secret. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** Secrets are never quoted, not even to say that they have the wrong shape. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Reads `config.json` of a folder; an empty config where there is none. Throws `config-malformed`, `io`. */
export function readConfigFile(folder: string): ConfigFile {
  return readConfigAt(join(folder, 'config.json')) ?? EMPTY
}

/** Reads a file of this form, containers-auth.json(5) included; null where there is none. Throws as `readConfigFile`. */
export function readConfigAt(path: string): ConfigFile | null {
  return parsedAt(path, parseConfigFile)
}

/** All that such a file says, as it stands there; null where there is none. Throws as `readConfigFile`. */
export function readRawConfig(path: string): Readonly<Record<string, unknown>> | null {
  return parsedAt(path, bytes => {
    const read = new JsonReader(t`docker's config.json`, 'config-malformed')
    return read.object(read.parse(bytes), '')
  })
}

function parsedAt<T>(path: string, parse: (bytes: Uint8Array) => T): T | null {
  const bytes = readConfigBytes(path)
  if (bytes === null) return null
  try {
    return parse(bytes)
  } catch (thrown) {
    if (!(thrown instanceof LensError)) throw thrown
    throw new LensError(thrown.kind, `${thrown.message} (${path})`, {cause: thrown, advice: t`Mend or remove ${path}.`})
  }
}

/** The bytes of a config file; null where there is none, or nothing in it. Throws `io`. */
function readConfigBytes(path: string): Uint8Array | null {
  try {
    const bytes = readFileSync(path)
    return bytes.length === 0 ? null : bytes
  } catch (cause) {
    if (isAbsent(cause)) return null
    throw new LensError('io', t`${path} could not be read.`, {
      cause,
      advice: t`Check that you may read it: ls -l shows.`,
    })
  }
}

/** True for the error of a file or folder that is not there. */
export function isAbsent(cause: unknown): boolean {
  const code = errorCode(cause)
  return code === 'ENOENT' || code === 'ENOTDIR'
}
