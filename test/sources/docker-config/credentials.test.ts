import {chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {inspect} from 'node:util'
import {describe, expect, it} from 'vitest'
import {readAuthFiles, type User} from '../../../src/sources/docker-config/auth-files.ts'
import type {Credentials} from '../../../src/sources/docker-config/credential-types.ts'
import {findCredentials} from '../../../src/sources/docker-config/credentials.ts'
import {removeLogin, saveLogin} from '../../../src/sources/docker-config/login.ts'
import {Secret} from '../../../src/sources/docker-config/secret.ts'
import {failing, homeWith, loginConfig} from '../registry/clients.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const password = (username: string, word: string): Credentials => ({
  kind: 'password',
  username,
  password: new Secret(word),
})

function userWith(files: Readonly<Record<string, string>>, environment: Record<string, string> = {}): User {
  const home = homeWith(files)
  const bin = join(home, 'bin')
  mkdirSync(bin)
  return {
    home,
    environment: {PATH: `${bin}:${process.env.PATH}`, HELPER_STORE: join(home, 'store.json'), ...environment},
  }
}

/** Puts a credential helper on the user's PATH: a real program that keeps what it is given in a file, and its arguments in another. */
function addHelper({home}: User, name: string): void {
  const path = join(home, 'bin', `docker-credential-${name}`)
  writeFileSync(
    path,
    `#!${process.execPath}
const fs = require('fs')
const [verb] = process.argv.slice(2)
const path = process.env.HELPER_STORE
fs.appendFileSync(path + '.log', JSON.stringify(process.argv.slice(2)) + '\\n')
const kept = fs.existsSync(path) ? JSON.parse(fs.readFileSync(path, 'utf8')) : {}
const input = fs.readFileSync(0, 'utf8').trim()
const fail = words => { console.log(words); process.exit(1) }
if (process.env.HELPER_BROKEN) fail('the keyring is locked')
if (verb === 'store') { const {ServerURL, ...rest} = JSON.parse(input); kept[ServerURL] = rest }
else if (verb === 'get') kept[input] ? console.log(JSON.stringify({ServerURL: input, ...kept[input]})) : fail('credentials not found in native keychain')
else if (verb === 'erase') kept[input] ? delete kept[input] : fail('credentials not found in native keychain')
fs.writeFileSync(path, JSON.stringify(kept))
`,
  )
  chmodSync(path, 0o755)
}

async function found(user: User, host: string, path: string | null = null) {
  const known = await findCredentials(readAuthFiles(user), {host, path}, user.environment)
  if (known === null) return null
  const {credentials} = known
  return credentials.kind === 'password'
    ? `${credentials.username}:${credentials.password.reveal()}`
    : `${credentials.kind} ${credentials.token.reveal()}`
}

describe('credentials', () => {
  it.each([
    ['r.example', {'r.example': {auth: base64('me:word')}}, 'me:word'],
    ['r.example', {'r.example': {auth: base64('me:w:o:rd')}}, 'me:w:o:rd'],
    ['r.example', {'r.example': {username: 'me', password: 'word'}}, 'me:word'],
    ['r.example', {'https://r.example/v2/': {auth: base64('me:word')}}, 'me:word'],
    ['r.example:5000', {'http://r.example:5000': {auth: base64('me:word')}}, 'me:word'],
    ['r.example', {'r.example:5000': {auth: base64('me:word')}}, null],
    ['r.example', {'r.example': {}}, null],
    ['r.example', {'r.example': {auth: 'no base64 of a pair'}}, null],
    ['r.example', {'r.example': {auth: base64('<token>:tok')}}, 'identity-token tok'],
    ['r.example', {'r.example': {auth: base64('me:word'), identitytoken: 'tok'}}, 'identity-token tok'],
    ['r.example', {'r.example': {registrytoken: 'tok'}}, 'registry-token tok'],
    ['docker.io', {'https://index.docker.io/v1/': {auth: base64('me:word')}}, 'me:word'],
    ['docker.io', {'docker.io': {auth: base64('me:word')}}, 'me:word'],
    ['r.example', {__proto__: {auth: 'x'}}, null],
  ])('of %s in %j are %s', async (host, auths, expected) => {
    const user = userWith({'.docker/config.json': JSON.stringify({auths})})
    expect(await found(user, host)).toBe(expected)
  })

  it('lie where DOCKER_CONFIG, REGISTRY_AUTH_FILE and XDG folders say', async () => {
    const config = loginConfig('r.example', {username: 'me', password: 'word'})
    const home = homeWith({
      'a/config.json': config,
      'b.json': config,
      'run/containers/auth.json': config,
      'c/containers/auth.json': config,
    })
    for (const environment of [
      {DOCKER_CONFIG: join(home, 'a')},
      {REGISTRY_AUTH_FILE: join(home, 'b.json')},
      {XDG_RUNTIME_DIR: join(home, 'run')},
      {XDG_CONFIG_HOME: join(home, 'c')},
    ]) {
      expect(await found(userWith({}, environment), 'r.example')).toBe('me:word')
    }
    expect(await found(userWith({}), 'r.example')).toBeNull()
  })

  it('of a part of a registry go before those of the whole, as podman has it', async () => {
    const auths = {
      'quay.io': {auth: base64('all:a')},
      'quay.io/team': {auth: base64('team:b')},
      'quay.io/team/app': {auth: base64('app:c')},
    }
    const user = userWith({'.config/containers/auth.json': JSON.stringify({auths})})
    expect(await found(user, 'quay.io', 'team/app')).toBe('app:c')
    expect(await found(user, 'quay.io', 'team/other')).toBe('team:b')
    expect(await found(user, 'quay.io', 'teams/app')).toBe('all:a')
    expect(await found(user, 'quay.io')).toBe('all:a')
  })

  it('never show their secret', () => {
    const secret = new Secret('hush')
    const credentials = {kind: 'password', username: 'me', password: secret}
    for (const text of [String(secret), `${secret}`, JSON.stringify(credentials), inspect(credentials, {depth: 9})]) {
      expect(text).not.toContain('hush')
      expect(text).toContain('***')
    }
  })
})

describe('a credential helper', () => {
  const withHelper = (config: object, environment = {}) => {
    const user = userWith({'.docker/config.json': JSON.stringify(config)}, environment)
    addHelper(user, 'testing')
    return user
  }

  it('keeps, gives and forgets what docker would leave with it, and no secret is an argument', async () => {
    const user = withHelper({credsStore: 'testing', HttpHeaders: {x: 'y'}})
    expect(await found(user, 'r.example')).toBeNull()
    expect(await saveLogin(user, 'r.example', password('me', 'hush'))).toEqual({
      to: 'docker-credential-testing',
      plain: false,
    })
    expect(await found(user, 'r.example')).toBe('me:hush')
    expect(await found(user, 'other.example')).toBeNull()
    expect(JSON.parse(readFileSync(join(user.home, 'store.json'), 'utf8'))).toEqual({
      'r.example': {Username: 'me', Secret: 'hush'},
    })
    const config = readFileSync(join(user.home, '.docker/config.json'), 'utf8')
    expect(JSON.parse(config)).toEqual({credsStore: 'testing', HttpHeaders: {x: 'y'}, auths: {'r.example': {}}})
    expect(readFileSync(join(user.home, 'store.json.log'), 'utf8')).not.toContain('hush')
    expect(await removeLogin(user, 'r.example')).toEqual({removed: true, from: 'docker-credential-testing'})
    expect(await found(user, 'r.example')).toBeNull()
    expect((await removeLogin(user, 'r.example')).removed).toBe(false)
  })

  it('may be for one host alone, and for Docker Hub by its old address', async () => {
    const user = withHelper({credHelpers: {'r.example': 'testing', 'https://index.docker.io/v1/': 'testing'}})
    await saveLogin(user, 'r.example', {kind: 'identity-token', token: new Secret('tok')})
    expect(await found(user, 'r.example')).toBe('identity-token tok')
    await saveLogin(user, 'docker.io', password('me', 'hush'))
    expect(JSON.parse(readFileSync(join(user.home, 'store.json'), 'utf8'))).toHaveProperty([
      'https://index.docker.io/v1/',
    ])
    await saveLogin(user, 'other.example', password('me', 'plain'))
    expect(JSON.parse(readFileSync(join(user.home, 'store.json'), 'utf8'))).not.toHaveProperty(['other.example'])
  })

  it('that fails, is missing or has a path for a name says so without a secret', async () => {
    const broken = withHelper({credsStore: 'testing'}, {HELPER_BROKEN: '1'})
    const failure = await failing(found(broken, 'r.example'))
    expect([failure.kind, failure.message]).toEqual([
      'credentials-failed',
      expect.stringContaining('the keyring is locked'),
    ])
    expect((await failing(saveLogin(broken, 'r.example', password('me', 'hush')))).message).not.toContain('hush')
    const missing = userWith({'.docker/config.json': '{"credsStore":"nowhere"}'})
    expect((await failing(found(missing, 'r.example'))).message).toContain('not on the PATH')
    const path = userWith({'.docker/config.json': '{"credsStore":"../../bin/sh"}'})
    expect((await failing(found(path, 'r.example'))).message).toContain('no name of a helper')
  })
})

describe('a login without a helper', () => {
  it('is written as docker has it: base64, for its owner alone, beside all that was there', async () => {
    const user = userWith({
      '.docker/config.json': JSON.stringify({detachKeys: 'ctrl-x', auths: {'old.example': {auth: 'x'}}}),
    })
    const path = join(user.home, '.docker/config.json')
    chmodSync(path, 0o644)
    expect(await saveLogin(user, 'r.example:5000', password('me', 'hush'))).toEqual({to: path, plain: true})
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      detachKeys: 'ctrl-x',
      auths: {'old.example': {auth: 'x'}, 'r.example:5000': {auth: base64('me:hush')}},
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect((await removeLogin(user, 'constructor')).removed).toBe(false)
    expect(await removeLogin(user, 'r.example:5000')).toEqual({removed: true, from: path})
    expect(JSON.parse(readFileSync(path, 'utf8')).auths).toEqual({'old.example': {auth: 'x'}})
  })

  it('is forgotten however old docker wrote its address, and no other with it', async () => {
    const auths = Object.fromEntries(
      ['https://r.example:5000', 'http://r.example:5000/v2/', 'r.example', 'r.example:5000/team'].map(key => [
        key,
        {auth: base64('me:hush')},
      ]),
    )
    const user = userWith({'.docker/config.json': JSON.stringify({auths})})
    expect(await found(user, 'r.example:5000')).toBe('me:hush')
    expect((await removeLogin(user, 'r.example:5000')).removed).toBe(true)
    expect(await found(user, 'r.example:5000')).toBeNull()
    const {auths: left} = JSON.parse(readFileSync(join(user.home, '.docker/config.json'), 'utf8'))
    expect(Object.keys(left)).toEqual(['r.example', 'r.example:5000/team'])
  })

  it('makes the config where there is none, and leaves a link a link', async () => {
    const user = userWith({'dotfiles/docker.json': '{}'})
    const path = join(user.home, '.docker/config.json')
    await saveLogin(user, 'docker.io', password('me', 'hush'))
    expect(JSON.parse(readFileSync(path, 'utf8')).auths).toHaveProperty(['https://index.docker.io/v1/'])
    const linked = userWith({'dotfiles/docker.json': '{"a":1}', '.docker/x': ''})
    symlinkSync(join(linked.home, 'dotfiles/docker.json'), join(linked.home, '.docker/config.json'))
    await saveLogin(linked, 'r.example', password('me', 'hush'))
    expect(lstatSync(join(linked.home, '.docker/config.json')).isSymbolicLink()).toBe(true)
    expect(JSON.parse(readFileSync(join(linked.home, 'dotfiles/docker.json'), 'utf8'))).toMatchObject({a: 1})
  })

  it('does not touch a config that is damaged', async () => {
    const user = userWith({'.docker/config.json': '{"auths": '})
    expect((await failing(saveLogin(user, 'r.example', password('me', 'hush')))).kind).toBe('config-malformed')
    expect(readFileSync(join(user.home, '.docker/config.json'), 'utf8')).toBe('{"auths": ')
    expect(existsSync(join(user.home, '.docker/config.json.tmp'))).toBe(false)
  })
})
