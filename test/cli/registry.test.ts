import {readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {requires} from '../corpus/real/tools.ts'
import {homeWith, loginConfig} from '../sources/registry/clients.ts'
import {startFaultServer} from '../sources/registry/fault-server.ts'
import {PrivateAuthority} from '../sources/registry/private-authority.ts'
import {LOGIN, type RealRegistry, startRegistry} from '../sources/registry/real-registry.ts'
import {startTokenServer} from '../sources/registry/token-server.ts'
import {Commands} from './in-process.ts'
import {DEMO, layerlens} from './program.ts'

/** Commands of a user with this home. */
function commandsOf(home = homeWith({})): Commands & {home: string} {
  const commands = Object.assign(new Commands(home), {home})
  afterAll(() => commands.close())
  return commands
}

const lines = (text: string) => text.trim().split('\n')
const jsonLines = (text: string) => lines(text).map(line => JSON.parse(line) as Record<string, unknown>)

describe('a registry on the command line', requires('docker-registry'), () => {
  let registry: RealRegistry
  const commands = commandsOf()
  const run = commands.run.bind(commands)

  beforeAll(async () => {
    registry = await startRegistry()
  })

  it('is empty, takes a copy, shows it in its catalog, and opens it', async () => {
    const empty = await run('catalog', registry.host)
    expect([empty.code, empty.stdout, empty.stderr]).toEqual([0, '', expect.stringContaining('no repositories yet')])
    const copied = await run('copy', DEMO, `docker://${registry.host}/shop/demo:1.2`)
    expect([copied.code, copied.stderr]).toEqual([0, ''])
    expect(copied.stdout).toContain(`docker://${registry.host}/shop/demo:1.2`)
    expect((await run('catalog', registry.host)).stdout).toBe('shop/demo\n')
    expect(jsonLines((await run('catalog', registry.host, '--json')).stdout)).toEqual([
      {host: registry.host, repository: 'shop/demo'},
    ])
    const inspected = JSON.parse((await run('inspect', '--json', `${registry.host}/shop/demo:1.2`)).stdout)
    const local = JSON.parse((await run('inspect', '--json', DEMO)).stdout)
    expect([inspected.transport, inspected.id, inspected.totals.size]).toEqual(['docker', local.id, local.totals.size])
    const cat = await run('cat', `docker://${registry.host}/shop/demo:1.2`, '/etc/os-release')
    expect([cat.code, cat.stdout]).toEqual([0, (await run('cat', DEMO, '/etc/os-release')).stdout])
  })

  it('tells which of its images share what, from manifests alone', async () => {
    for (const tag of ['one:1', 'one:2', 'other/two:1'])
      await run('copy', DEMO, `docker://${registry.host}/share/${tag}`)
    const all = JSON.parse((await run('sharing', '--json', `docker://${registry.host}`)).stdout)
    const {layers} = JSON.parse((await run('inspect', '--json', `${registry.host}/share/one:1`)).stdout)
    const stored = new Set<string>(layers.map(({digest}: {digest: string}) => digest))
    const shared = all.images.filter(({tags}: {tags: string[]}) => tags.some(tag => tag.includes('/share/')))
    // One manifest with two tags is one image.
    expect(shared.map(({tags}: {tags: string[]}) => tags).sort()).toEqual([
      [`${registry.host}/share/one:1`, `${registry.host}/share/one:2`],
      [`${registry.host}/share/other/two:1`],
    ])
    expect(shared.map(({unique}: {unique: number}) => unique)).toEqual([0, 0])
    expect(all.totals.layers).toBe(stored.size)
    const repository = await run('sharing', `docker://${registry.host}/share/one`)
    expect([repository.code, repository.stdout.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/^1 image of \d+ layers/),
    ])
    const free = await run('sharing', '--free', `${registry.host}/share/other/two:1`, `docker://${registry.host}`)
    expect(free.stdout).toContain('Removing them frees 0 B')
    const none = await run('sharing', `docker://${registry.host}/nothing/here`)
    expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('nothing/here')])
  })

  it('lists tags by their numbers, and what they are', async () => {
    for (const tag of ['1.10', '1.9']) await run('copy', DEMO, `docker://${registry.host}/tagged:${tag}`)
    expect((await run('tags', `${registry.host}/tagged`)).stdout).toBe('1.9\n1.10\n')
    const [first] = jsonLines((await run('tags', '-l', '--json', `docker://${registry.host}/tagged`)).stdout)
    expect(first).toMatchObject({tag: '1.9', platforms: ['linux/amd64'], failure: null})
    expect((await run('tags', '-l', `${registry.host}/tagged`)).stdout).toMatch(
      /^tag +digest +stored +created +platforms\n1\.9 /,
    )
    const wrong = await run('tags', `${registry.host}/tagged:1.9`)
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining(`layerlens tags ${registry.host}/tagged`)])
    const alone = await run('tags', `${registry.host}/`)
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining(`layerlens catalog ${registry.host},`)])
    const none = await run('tags', `${registry.host}/nothing`)
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('layerlens catalog')])
  })

  it('is copied from to a layout that opens', async () => {
    await run('copy', DEMO, `docker://${registry.host}/out:1`)
    const target = join(homeWith({}), 'layout')
    const copied = JSON.parse(
      (await run('copy', '--json', `docker://${registry.host}/out:1`, `oci:${target}:x`)).stdout,
    )
    const inspected = JSON.parse((await run('inspect', '--json', `oci:${target}:x`)).stdout)
    expect([copied.keepsDigest, inspected.digest]).toEqual([true, copied.digest])
  })

  it('is examined: every step of the way, and what to write for an engine', async () => {
    const outcome = await run('doctor', `${registry.host}/shop/new`)
    expect(outcome.code).toBe(0)
    // Docker takes plain HTTP from what is on its own machine, and this name means another one elsewhere.
    expect(outcome.stdout).not.toContain('insecure-registries')
    expect(outcome.stdout).toContain(`location = "${registry.host}"`)
    expect(outcome.stdout).toContain('An engine elsewhere needs a name of this machine')
    const {sound, findings} = JSON.parse((await run('doctor', '--json', `${registry.host}/shop/new`)).stdout) as {
      sound: boolean
      findings: {name: string; verdict: string}[]
    }
    expect(sound).toBe(true)
    expect(findings.map(({name, verdict}) => `${name} ${verdict}`)).toEqual([
      'name ok',
      'port ok',
      'encryption note',
      'api ok',
      'authentication note',
      'clock ok',
      'credentials ok',
      'pull note',
      'rate limit ok',
      'push ok',
    ])
  })
})

describe('logging in', requires('docker-registry'), () => {
  let registry: RealRegistry
  beforeAll(async () => {
    registry = await startRegistry({htpasswd: true})
  })
  const login = (password: string, commands: Commands) => {
    commands.input = `${password}
`
    return commands.run('login', registry.host, '-u', LOGIN.username, '--password-stdin')
  }

  it('asks the registry first, keeps it where docker would, and warns that it is plain', async () => {
    const commands = commandsOf()
    const before = await commands.run('copy', DEMO, `docker://${registry.host}/a:1`)
    expect([before.code, before.stderr]).toEqual([3, expect.stringContaining(`layerlens login ${registry.host}`)])
    const wrong = await login('wr0ng-word', commands)
    expect([wrong.code, wrong.stdout]).toEqual([3, ''])
    expect(wrong.stderr).not.toContain('wr0ng-word')
    expect(wrong.stderr).toContain(`${registry.host} does not accept this name and password.`)
    expect(wrong.stderr).toContain('Nothing was kept.')
    const right = await login(LOGIN.password, commands)
    expect([right.code, right.stdout]).toEqual([0, expect.stringContaining('Logged in')])
    expect(right.stderr).toContain('plain base64')
    expect(right.stdout + right.stderr).not.toContain(LOGIN.password)
    const path = join(commands.home, '.docker/config.json')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect((await commands.run('copy', DEMO, `docker://${registry.host}/a:1`)).code).toBe(0)
    const doctor = await commands.run('doctor', `${registry.host}/a:1`)
    expect([doctor.code, doctor.stdout]).toEqual([0, expect.stringMatching(/credentials +lens, from .*config\.json/)])
    expect(doctor.stdout).toMatch(/push +you may push/)
    const out = await commands.run('logout', registry.host)
    expect([out.code, out.stdout]).toEqual([0, expect.stringContaining('was taken out')])
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({auths: {}})
    expect((await commands.run('logout', registry.host)).stdout).toContain('There is no login')
  })

  it('says whose config is damaged, and leaves it as it is', async () => {
    const home = homeWith({'.docker/config.json': '{"auths": '})
    const path = join(home, '.docker/config.json')
    const {code, stderr} = await login(LOGIN.password, commandsOf(home))
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Mend or remove ${path}.`)])
    expect(stderr).not.toContain('image')
    expect(readFileSync(path, 'utf8')).toBe('{"auths": ')
  })

  it('without a terminal and without --password-stdin says how', async () => {
    const outcome = await commandsOf().run('login', registry.host, '-u', 'me')
    expect([outcome.code, outcome.stderr]).toEqual([2, expect.stringContaining('--password-stdin')])
  })

  it('at a registry that asks for nobody keeps nothing', async () => {
    const open = await startRegistry()
    const commands = commandsOf()
    commands.input = 'x'
    const outcome = await commands.run('login', open.host, '-u', 'me', '--password-stdin')
    expect([outcome.code, outcome.stderr]).toEqual([2, expect.stringContaining('nothing to log in to')])
    expect(statSync(join(commands.home, '.docker'), {throwIfNoEntry: false})).toBeUndefined()
  })
})

describe('the program itself', requires('docker-registry'), () => {
  it('takes a password from a pipe and ends when it is done', async () => {
    const registry = await startRegistry({htpasswd: true})
    const env = {HOME: homeWith({}), DOCKER_CONFIG: '', XDG_CONFIG_HOME: ''}
    const input = Buffer.from(LOGIN.password)
    const login = await layerlens(['login', registry.host, '-u', LOGIN.username, '--password-stdin'], {env, input})
    expect([login.code, login.stdout]).toEqual([0, expect.stringContaining('Logged in')])
    const copied = await layerlens(['copy', DEMO, `docker://${registry.host}/a:1`], {env})
    expect([copied.code, copied.stderr]).toEqual([0, ''])
  })
})

describe('the doctor', () => {
  it('finds a port that nobody answers at', async () => {
    const server = await startFaultServer((_, response) => response.end())
    server.server.closeAllConnections()
    await new Promise(closed => server.server.close(closed))
    const outcome = await commandsOf().run('doctor', server.host)
    expect([outcome.code, outcome.stdout]).toEqual([1, expect.stringMatching(/FAULT +port +Nobody answers/)])
  })

  it(
    'finds a certificate of an unknown authority, and says where that belongs',
    requires('docker-registry'),
    async () => {
      const authority = await PrivateAuthority.make()
      const registry = await startRegistry({tls: await authority.issue('registry', ['IP:127.0.0.1'])})
      const outcome = await commandsOf().run('doctor', registry.host)
      expect([outcome.code, outcome.stdout]).toEqual([
        1,
        expect.stringContaining(`/etc/docker/certs.d/${registry.host}/ca.crt`),
      ])
      const home = homeWith({[`.config/containers/certs.d/${registry.host}/ca.crt`]: authority.pem})
      const mended = await commandsOf(home).run('doctor', registry.host)
      expect([mended.code, mended.stdout]).toEqual([
        0,
        expect.stringMatching(/ok +encryption +HTTPS, with certificates from/),
      ])
    },
  )

  it('reads what a token allows', requires('docker-registry'), async () => {
    const authority = await PrivateAuthority.make()
    const signer = await authority.issue('signer', ['DNS:signer'])
    const given = {service: 'test-registry', issuer: 'test-issuer'}
    const allow = (user: string | null) => (user === null ? ['pull'] : ['pull', 'push'])
    const tokens = await startTokenServer({...given, signer, login: LOGIN, allow})
    const registry = await startRegistry({token: {...given, realm: tokens.realm, bundle: authority.certificate}})
    const outcome = await commandsOf().run('doctor', `${registry.host}/shop/api`)
    expect(outcome.stdout).toMatch(/token +allows repository:shop\/api:pull/)
    expect(outcome.stdout).toMatch(new RegExp(`note +push .*\\n +layerlens login ${registry.host}`))
  })

  it('finds a clock that is wrong', async () => {
    const server = await startFaultServer((_, response) => response.end())
    server.server.prependListener('request', (_, response) =>
      response.setHeader('date', 'Mon, 06 Jan 2020 00:00:00 GMT'),
    )
    const outcome = await commandsOf().run('doctor', server.host)
    expect([outcome.code, outcome.stdout]).toEqual([1, expect.stringMatching(/FAULT +clock .*ahead of the registry's/)])
  })
})

describe('what is hostile in a registry', () => {
  it('is printed harmless', async () => {
    const server = await startFaultServer((request, response) => {
      if (request.url?.includes('_catalog')) response.end('{"repositories":["a\\u001b[31mred"]}')
      else response.writeHead(403).end('{"errors":[{"code":"\\u001b[2J","message":"x\\u0007"}]}')
    })
    const commands = commandsOf()
    expect((await commands.run('catalog', server.host)).stdout).toBe('a␛[31mred\n')
    const failed = await commands.run('tags', `${server.host}/a`)
    expect([failed.code, failed.stderr.includes('\u001b') || failed.stderr.includes('\u0007')]).toEqual([3, false])
  })

  it('has no catalog where it shows that to nobody, though it believes who asks', async () => {
    const server = await startFaultServer((request, response) => {
      const known = request.headers.authorization !== undefined && request.url === '/v2/'
      response.writeHead(known ? 200 : 401, {'www-authenticate': 'Basic realm="x"'}).end('{}')
    })
    const commands = commandsOf(homeWith({'.docker/config.json': loginConfig(server.host, LOGIN)}))
    const outcome = await commands.run('catalog', server.host)
    expect([outcome.code, outcome.stderr]).toEqual([3, expect.stringContaining('offers no list of its repositories')])
    const stranger = await commandsOf().run('catalog', server.host)
    expect(stranger.stderr).toContain(`layerlens login ${server.host}`)
  })

  it('has no catalog where it offers none', async () => {
    const outcome = await commandsOf().run('catalog', 'docker.io')
    expect([outcome.code, outcome.stderr]).toEqual([
      3,
      expect.stringContaining('layerlens tags docker.io/library/nginx'),
    ])
  })
})
