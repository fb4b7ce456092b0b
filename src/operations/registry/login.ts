import {LensError} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import type {User} from '../../sources/docker-config/auth-files.ts'
import {type Credentials, TOKEN_NAME} from '../../sources/docker-config/credential-types.ts'
import {removeLogin, type Saved, saveLogin} from '../../sources/docker-config/login.ts'
import {Secret} from '../../sources/docker-config/secret.ts'
import {drain} from '../../sources/registry/drain.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import {t} from '../../text/translate.ts'

/** Who logs in where. */
export interface LoginOptions {
  readonly host: string
  readonly username: string
  readonly password: string
  readonly user: User
  readonly registries: Registries
  readonly context: Context
}

/**
 * Asks a registry whether it believes a name and password, and only then keeps them where docker would. Throws
 * `registry-unauthorized` where it doesn't, what asking throws, and what writing throws.
 */
export async function login({host, username, password, user, registries, context}: LoginOptions): Promise<Saved> {
  const secret = new Secret(password)
  const credentials: Credentials =
    username === TOKEN_NAME ? {kind: 'identity-token', token: secret} : {kind: 'password', username, password: secret}
  const client = registries.trial(host, credentials)
  const {signal} = context
  const response = await client.send({
    method: 'GET',
    path: '',
    scope: 'none',
    signal,
    expect: [200],
    what: t`its first page`,
    done: 'read',
  })
  await drain(response)
  if (client.authorizer.scheme === 'none') {
    throw new LensError('usage', t`${host} asks nobody for a name: there is nothing to log in to.`, {
      advice: t`It is open to all who can reach it.`,
    })
  }
  const saved = await saveLogin(user, host, credentials)
  registries.forget(host)
  return saved
}

/** Forgets what is kept for a registry; `removed` is false where nothing was. */
export function logout(host: string, user: User): Promise<{readonly removed: boolean; readonly from: string}> {
  return removeLogin(user, host)
}
