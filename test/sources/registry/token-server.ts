import {createPrivateKey, createSign, X509Certificate} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {createServer, type IncomingMessage} from 'node:http'
import {afterAll} from 'vitest'
import type {Issued} from './private-authority.ts'

/** What a token server was asked. */
export interface TokenAsked {
  readonly method: string
  readonly scopes: readonly string[]
  readonly service: string | null
  readonly account: string | null
  readonly authorization: string | null
  readonly refreshToken: string | null
}

export interface TokenServer {
  readonly realm: string
  readonly asked: TokenAsked[]
  /** seconds that the next tokens say they live */
  lifetime: number
  /** tokens are signed as of this many seconds ago */
  backdated: number
}

export interface TokenServerOptions {
  readonly service: string
  readonly issuer: string
  /** what a registry trusts: its key signs the tokens */
  readonly signer: Issued
  /** who may what; null stands for somebody without a name */
  readonly allow: (user: string | null, path: string) => readonly string[]
  readonly login: {readonly username: string; readonly password: string}
  readonly refreshToken?: string
}

/** A token server as Docker Hub and clouds have them: signs JWTs that Docker Registry checks. */
export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const asked: TokenAsked[] = []
  const server = createServer(async (request, response) => {
    const parameters = await parametersOf(request)
    const authorization = request.headers.authorization ?? null
    const refreshToken = parameters.get('refresh_token')
    const scopes = parameters.getAll('scope').flatMap(scope => scope.split(' '))
    asked.push({
      method: request.method ?? '',
      scopes,
      service: parameters.get('service'),
      account: parameters.get('account'),
      authorization,
      refreshToken,
    })
    const {username, password} = options.login
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    const known = authorization === basic || (refreshToken !== null && refreshToken === options.refreshToken)
    if ((authorization !== null || refreshToken !== null) && !known) {
      response.writeHead(401).end('{"details":"incorrect username or password"}')
      return
    }
    const access = scopes.flatMap(scope => {
      const found = /^(\w+):(.+):([\w*,]+)$/.exec(scope)
      if (found === null) return []
      const granted = options.allow(known ? username : null, found[2]!)
      const actions = found[3]!.split(',').filter(action => granted.includes(action))
      return actions.length === 0 ? [] : [{type: found[1], name: found[2], actions}]
    })
    const token = signed(options, known ? username : '', access, state)
    response.writeHead(200, {'content-type': 'application/json'})
    response.end(JSON.stringify({token, access_token: token, expires_in: state.lifetime}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const state: TokenServer = {realm: `http://127.0.0.1:${port}/token`, asked, lifetime: 300, backdated: 0}
  return state
}

async function parametersOf(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST') return new URL(request.url ?? '/', 'http://x').searchParams
  let body = ''
  for await (const chunk of request) body += chunk
  return new URLSearchParams(body)
}

function signed(
  {service, issuer, signer}: TokenServerOptions,
  subject: string,
  access: readonly unknown[],
  {lifetime, backdated}: TokenServer,
): string {
  const certificate = new X509Certificate(readFileSync(signer.certificate))
  const key = createPrivateKey(readFileSync(signer.key))
  // libtrust of Docker Registry 2.8 takes the certificate itself.
  const header = {typ: 'JWT', alg: 'ES256', x5c: [certificate.raw.toString('base64')]}
  const now = Math.floor(Date.now() / 1000) - backdated
  const claims = {
    iss: issuer,
    sub: subject,
    aud: service,
    exp: now + lifetime,
    nbf: now - 10,
    iat: now,
    jti: 'x',
    access,
  }
  const text = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signature = createSign('SHA256').update(text).sign({key, dsaEncoding: 'ieee-p1363'})
  return `${text}.${signature.toString('base64url')}`
}
