import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {dockerConfigPath, type User} from './auth-files.ts'
import {parseConfigFile, readRawConfig} from './config-file.ts'
import {eraseByHelper, storeByHelper} from './credential-helper.ts'
import {type Credentials, TOKEN_NAME} from './credential-types.ts'
import {helperOf, isKeyOf, keyOf} from './credentials.ts'
import {replaceConfig} from './replace-config.ts'

/** Where a login was written. */
export interface Saved {
  /** such as "~/.docker/config.json" or "docker-credential-pass" */
  readonly to: string
  /** true where it lies there as plain base64, for whoever can read the file */
  readonly plain: boolean
}

type Config = Readonly<Record<string, unknown>>

/**
 * Writes a login where docker would: to the helper for this host or for all, else into docker's config, which keeps all else
 * that stands in it. Throws `credentials-failed`, `config-malformed`, `io`.
 */
export async function saveLogin(user: User, host: string, credentials: Credentials): Promise<Saved> {
  const path = dockerConfigPath(user)
  const config: Config = readRawConfig(path) ?? {}
  const helper = helperOf(parseConfigFile(Buffer.from(JSON.stringify(config))), host)
  const key = keyOf(host)
  if (helper !== null) {
    await storeByHelper(helper, key, forHelper(credentials), user.environment)
    // docker lists there whom it is logged in to; the secret is the helper's.
    replaceConfig(path, {...config, auths: {...authsOf(config), [key]: {}}})
    return {to: `docker-credential-${helper}`, plain: false}
  }
  replaceConfig(path, {...config, auths: {...authsOf(config), [key]: entryOf(credentials)}})
  return {to: path, plain: true}
}

/** Forgets a login in docker's config and its helper; false where there was none. Throws as `saveLogin`. */
export async function removeLogin(
  user: User,
  host: string,
): Promise<{readonly removed: boolean; readonly from: string}> {
  const path = dockerConfigPath(user)
  const config: Config = readRawConfig(path) ?? {}
  const helper = helperOf(parseConfigFile(Buffer.from(JSON.stringify(config))), host)
  const erased = helper !== null && (await eraseByHelper(helper, keyOf(host), user.environment))
  const auths = authsOf(config)
  const keys = Object.keys(auths).filter(key => isKeyOf(key, host))
  if (keys.length > 0) {
    const left = Object.fromEntries(Object.entries(auths).filter(([key]) => !keys.includes(key)))
    replaceConfig(path, {...config, auths: left})
  }
  return {removed: erased || keys.length > 0, from: helper === null ? path : `docker-credential-${helper}`}
}

function authsOf(config: Config): Readonly<Record<string, unknown>> {
  const {auths} = config
  return typeof auths === 'object' && auths !== null && !Array.isArray(auths) ? (auths as Config) : {}
}

function forHelper(credentials: Credentials) {
  if (credentials.kind === 'password') return {username: credentials.username, secret: credentials.password}
  return {username: TOKEN_NAME, secret: credentials.token}
}

function entryOf(credentials: Credentials): Config {
  switch (credentials.kind) {
    case 'password': {
      // base64 of NAME:PASSWORD: a name with a colon would be cut elsewhere when it is read again.
      if (credentials.username.includes(':')) {
        throw new LensError('usage', t`A user name with a colon in it can’t be kept in docker’s config.`, {
          advice: t`Keep it with a credential helper: credsStore in docker’s config.json.`,
        })
      }
      const pair = `${credentials.username}:${credentials.password.reveal()}`
      return {auth: Buffer.from(pair).toString('base64')}
    }
    case 'identity-token':
      return {identitytoken: credentials.token.reveal()}
    default:
      return {registrytoken: credentials.token.reveal()}
  }
}
