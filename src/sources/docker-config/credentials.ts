import {DOCKER_HUB, type RepositoryName} from '../../image/oci/remote-name.ts'
import type {AuthFile} from './auth-files.ts'
import type {ConfigFile, Environment, StoredLogin} from './config-file.ts'
import {askHelper} from './credential-helper.ts'
import {type Credentials, TOKEN_NAME} from './credential-types.ts'
import {Secret} from './secret.ts'

/** The key that docker keeps Docker Hub's credentials under. */
const HUB_KEY = 'https://index.docker.io/v1/'

/** Credentials, and where they were found: for `doctor` and for messages. */
export interface FoundCredentials {
  readonly credentials: Credentials
  /** such as "~/.docker/config.json" or "docker-credential-pass" */
  readonly from: string
}

/** The key of a host in docker's config. */
export function keyOf(host: string): string {
  return host === DOCKER_HUB ? HUB_KEY : host
}

/**
 * Looks through files in order: each one's helper for this host, then the helper for all, then its own entries. An entry
 * for a part of the registry (`HOST/NAMESPACE`, containers-auth.json(5)) goes before that for the whole. Null where nobody
 * knows any. Throws what `askHelper` throws.
 */
export async function findCredentials(
  files: readonly AuthFile[],
  {host, path}: Pick<RepositoryName, 'host'> & {readonly path: string | null},
  environment: Environment,
): Promise<FoundCredentials | null> {
  for (const {path: file, config} of files) {
    const helper = helperOf(config, host)
    if (helper) {
      const found = await askHelper(helper, keyOf(host), environment)
      if (found !== null) return {credentials: found, from: `docker-credential-${helper}`}
    }
    const entry = entryFor(config.auths, host, path)
    const credentials = entry && credentialsOf(entry)
    if (credentials) return {credentials, from: file}
  }
  return null
}

function entryFor(auths: Readonly<Record<string, StoredLogin>>, host: string, path: string | null): StoredLogin | null {
  const parts = path === null ? [] : path.split('/')
  for (let length = parts.length; length > 0; length--) {
    const found = auths[[host, ...parts.slice(0, length)].join('/')]
    if (found !== undefined) return found
  }
  const exact = auths[keyOf(host)] ?? auths[host]
  return exact ?? Object.entries(auths).find(([key]) => isKeyOf(key, host))?.[1] ?? null
}

/** True for a key of `auths` that is about all of a registry, also with a scheme and a path, as old docker wrote it. */
export function isKeyOf(key: string, host: string): boolean {
  return isWholeRegistry(key) && hostOfKey(key) === hostOfKey(keyOf(host))
}

/** The registry that a key of `auths` is about, which may be an address with a scheme and a path. */
export function hostOfKey(key: string): string {
  const host = key
    .replace(/^https?:\/\//, '')
    .split('/')[0]!
    .toLowerCase()
  return host === 'index.docker.io' || host === 'registry-1.docker.io' ? DOCKER_HUB : host
}

function isWholeRegistry(key: string): boolean {
  return /^(?:https?:\/\/)?[^/]+(?:\/(?:v[12]\/?)?)?$/.test(key)
}

/** The helper for a host; null where the file itself holds what is known. */
export function helperOf({credHelpers, credsStore}: ConfigFile, host: string): string | null {
  return credHelpers[host] ?? credHelpers[keyOf(host)] ?? credsStore
}

/** What an entry of `auths` holds; null for one that only says that somebody logged in there. */
export function credentialsOf({
  auth,
  username,
  password,
  identityToken,
  registryToken,
}: StoredLogin): Credentials | null {
  if (registryToken) return {kind: 'registry-token', token: new Secret(registryToken)}
  if (identityToken) return {kind: 'identity-token', token: new Secret(identityToken)}
  const decoded = auth ? Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '') : ''
  const colon = decoded.indexOf(':')
  const name = colon < 0 ? username : decoded.slice(0, colon)
  const word = colon < 0 ? password : decoded.slice(colon + 1)
  if (!name || !word) return null
  // The name that stands for: the password is a refresh token.
  if (name === TOKEN_NAME) return {kind: 'identity-token', token: new Secret(word)}
  return {kind: 'password', username: name, password: new Secret(word)}
}
