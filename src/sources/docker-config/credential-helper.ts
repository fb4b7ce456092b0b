import {spawn} from 'node:child_process'
import {errorCode, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {Environment} from './config-file.ts'
import {type Credentials, TOKEN_NAME} from './credential-types.ts'
import {Secret} from './secret.ts'

/**
 * The protocol of docker's credential helpers: `docker-credential-NAME get|store|erase`, the address or a JSON document
 * on standard input, JSON on standard output; a failure is told on standard output with a code other than 0.
 */

/** What a helper may say at most, bytes. */
const LONGEST = 1 << 20
/** A helper may ask a person to unlock something. */
const PATIENCE_MS = 120_000

/** What the helper knows of a registry; null where it knows nothing. Throws `credentials-failed`. */
export async function askHelper(name: string, key: string, environment: Environment): Promise<Credentials | null> {
  const {code, stdout} = await run(name, 'get', key, environment)
  if (code !== 0) {
    if (/not found/i.test(stdout)) return null
    throw failed(name, t`did not give the credentials`, stdout)
  }
  let answer: {Username?: unknown; Secret?: unknown}
  try {
    answer = JSON.parse(stdout) as typeof answer
  } catch {
    // What it said may hold the secret: it is not repeated.
    throw failed(name, t`gave something else than the credentials`, '')
  }
  const {Username: username, Secret: secret} = answer ?? {}
  if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return null
  if (username === TOKEN_NAME) return {kind: 'identity-token', token: new Secret(secret)}
  return {kind: 'password', username, password: new Secret(secret)}
}

/** Gives the helper credentials to keep. Throws `credentials-failed`. */
export async function storeByHelper(
  name: string,
  key: string,
  credentials: {readonly username: string; readonly secret: Secret},
  environment: Environment,
): Promise<void> {
  const {username, secret} = credentials
  const document = JSON.stringify({ServerURL: key, Username: username, Secret: secret.reveal()})
  const {code, stdout} = await run(name, 'store', document, environment)
  if (code !== 0) throw failed(name, t`did not keep the credentials`, withoutSecret(stdout, secret))
}

/** Lets the helper forget a registry; true where it knew it. Throws `credentials-failed`. */
export async function eraseByHelper(name: string, key: string, environment: Environment): Promise<boolean> {
  const {code, stdout} = await run(name, 'erase', key, environment)
  if (code === 0) return true
  if (/not found/i.test(stdout)) return false
  throw failed(name, t`did not forget the credentials`, stdout)
}

function run(
  name: string,
  verb: 'get' | 'store' | 'erase',
  input: string,
  environment: Environment,
): Promise<{code: number | null; stdout: string}> {
  // The name becomes a part of a program's: a path in it would run anything.
  if (!/^[\w.-]+$/.test(name)) throw failed(name, t`can’t be run: that is no name of a helper`, '')
  return new Promise((resolve, reject) => {
    const child = spawn(`docker-credential-${name}`, [verb], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: environment,
      timeout: PATIENCE_MS,
    })
    const chunks: Buffer[] = []
    let size = 0
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= LONGEST) chunks.push(chunk)
      else child.kill()
    })
    // One that ends without reading is judged by its answer.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.once('error', cause => {
      const missing = errorCode(cause) === 'ENOENT'
      reject(failed(name, missing ? t`is not on the PATH` : t`can’t be run`, '', cause))
    })
    child.once('close', code => resolve({code, stdout: Buffer.concat(chunks).toString('utf8')}))
  })
}

function withoutSecret(text: string, secret: Secret): string {
  return secret.isEmpty ? text : text.replaceAll(secret.reveal(), '***')
}

function failed(name: string, what: string, words: string, cause?: unknown): LensError {
  const said = words.trim().slice(0, 200)
  return new LensError('credentials-failed', t`docker-credential-${name} ${what}${said === '' ? '.' : `: ${said}`}`, {
    cause,
    advice: t`Your docker config names it (credsStore or credHelpers); install it, or take it out there and log in again.`,
  })
}
