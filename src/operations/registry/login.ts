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
  const root = {method: 'GET', path: '', scope: 'none', what: t`its first page`, done: 'read'} as const
  try {
    await drain(await client.send({...root, signal, expect: [200]}))
  } catch (thrown) {
    throw isRefusal(thrown) ? notBelieved(host, thrown) : thrown
  }
  if (client.authorizer.scheme === 'none') {
    throw new LensError('usage', t`${host} asks nobody for a name: there is nothing to log in to.`, {
      advice: t`It is open to all who can reach it.`,
    })
  }
  const saved = await saveLogin(user, host, credentials)
  registries.forget(host)
  return saved
}

function isRefusal(thrown: unknown): boolean {
  return thrown instanceof LensError && thrown.kind === 'registry-unauthorized'
}

/** In requests a refusal speaks of what is kept; here nothing is yet. */
function notBelieved(host: string, cause: unknown): LensError {
  return new LensError('registry-unauthorized', t`${host} does not accept this name and password.`, {
    cause,
    advice: t`Nothing was kept. Type them again; many registries want an access token instead of the password.`,
  })
}

/** Forgets what is kept for a registry; `removed` is false where nothing was. */
export function logout(host: string, user: User): Promise<{readonly removed: boolean; readonly from: string}> {
  return removeLogin(user, host)
}
