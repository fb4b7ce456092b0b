import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {messageOf} from '../../src/image/oci/image-history.ts'
import {pushImage, type Transferring} from '../../src/operations/engine/transfer-image.ts'
import {parseImageName} from '../../src/sources/engine/image-name.ts'
import {layerlens} from '../cli/program.ts'
import {command} from '../corpus/real/command.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {requires} from '../corpus/real/tools.ts'
import {dockerEngine, enginesAt, podmanEngine, type TestEngine} from '../engine/engines.ts'
import {context, openImage, temporaryFolder} from '../engine/loading.ts'
import {registry} from '../engine/registry.ts'
import {watchedSocket} from '../engine/watched-socket.ts'

const archive = async () => (await corpusImage('docker save of several, the commit')).path
const withCorpus = async ({run}: TestEngine) => void (await run('load', '--quiet', '--input', await archive()))

describe('the workflow on a Docker engine', requires('dockerd', 'docker-registry'), () => {
  const engine = dockerEngine(withCorpus)
  const open = registry()
  const fresh = registry()
  const closed = registry('lens:$2b$04$w6v67VIEaaQGXtjW52N/6.QNAwjmbfBOixVzXZHgHgMx5wyvFpTCC')
  const lens = (...args: string[]) => layerlens([...args, '--host', engine().host])
  const inspected = async (image: string) => JSON.parse(await engine().run('inspect', image))[0]

  it('takes a change in a container to the registry and back', async () => {
    const name = `${open().host}/tools:1.2`
    await engine().run('create', '--network', 'none', '--name', 'work', 'corpus/steps:1')
    await engine().run('cp', import.meta.filename, 'work:/opt/new')
    const changes = ['-c', 'CMD ["cat","/opt/new"]', '-c', 'ENV MADE=here', '-c', 'LABEL by="a b"']
    const committed = await lens('commit', 'work', name, '-m', 'add a file', '-a', 'A. U. Thor', ...changes)
    expect([committed.code, committed.stderr]).toEqual([0, ''])
    expect(await inspected(name)).toMatchObject({
      Id: committed.stdout.trim().split('  ')[1],
      Comment: 'add a file',
      Author: 'A. U. Thor',
      Config: {Cmd: ['cat', '/opt/new'], Labels: {by: 'a b'}, Env: expect.arrayContaining(['MADE=here'])},
    })
    expect((await lens('ls', name, '--changes')).stdout).toMatch(/^\+ .* opt\/new$/m)

    expect(await open().get('/v2/_catalog')).toEqual({repositories: []})
    const pushed = await lens('push', name)
    expect([pushed.code, pushed.stdout]).toEqual([0, expect.stringMatching(/ {2}sha256:[0-9a-f]{64} {2}7 layers\n$/)])
    expect(await open().get('/v2/_catalog')).toEqual({repositories: ['tools']})
    expect((await lens('push', name)).stdout).toContain('7 layers, 7 already there')

    expect((await lens('rm', name)).code).toBe(0)
    expect((await lens('inspect', `docker-daemon:${name}`)).code).toBe(2)
    const pulled = await lens('pull', name)
    expect([pulled.code, pulled.stdout.split('  ')[1]]).toEqual([0, pushed.stdout.split('  ')[1]])
    expect((await inspected(name)).Comment).toBe('add a file')
  })

  it('tells of each layer while it is pushed, and of mounted ones', async () => {
    await engine().run('tag', 'corpus/steps:1', `${fresh().host}/told:1`)
    await engine().run('tag', 'corpus/steps:1', `${fresh().host}/told-again:1`)
    const found = await enginesAt(engine().host).find(null, context.signal)
    const states: Transferring[] = []
    const told = (state: Transferring) => void states.push(state)
    const how = {signal: context.signal, told}
    const first = await pushImage(found, parseImageName(`${fresh().host}/told:1`), {auth: null, platform: null}, how)
    expect(states.some(({layers}) => layers.some(({phase}) => phase === 'moving'))).toBe(true)
    expect(
      first.layers.every(
        ({phase, done, total}) => ['done', 'mounted', 'exists'].includes(phase) && (total === null || done === total),
      ),
    ).toBe(true)
    const again = await pushImage(
      found,
      parseImageName(`${fresh().host}/told-again:1`),
      {auth: null, platform: null},
      how,
    )
    expect(again.layers.map(({phase}) => phase)).toEqual(Array(6).fill('mounted'))
    expect(again.digest).toBe(first.digest)
  })

  it('says who is asked for, and pushes once one has logged in', async () => {
    const name = `${closed().host}/mine:1`
    await lens('tag', 'corpus/steps:1', name)
    const refused = await lens('push', name)
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining(`layerlens login ${closed().host}`)])
    const home = temporaryFolder()
    mkdirSync(join(home, '.docker'))
    const auth = Buffer.from('lens:secret').toString('base64')
    writeFileSync(join(home, '.docker/config.json'), JSON.stringify({auths: {[closed().host]: {auth}}}))
    const pushed = await layerlens(['push', name, '--host', engine().host], {env: {HOME: home}})
    expect([pushed.code, pushed.stderr]).toEqual([0, ''])
  })

  it.each([
    ['pull', () => `${open().host}/none:1`, 2, 'has no'],
    ['pull', () => 'no-such-host.invalid/x:1', 3, 'There is no host no-such-host.invalid'],
    ['pull', () => '127.0.0.1:9/x:1', 3, 'does not answer'],
    ['push', () => `${open().host}/never-tagged:1`, 2, 'layerlens tag IMAGE'],
    ['push', () => 'Big/Letters', 2, 'is no name'],
    ['tag', () => 'none:1 other:1', 2, 'has no image none:1'],
    ['commit', () => 'nobody x:1', 2, 'There is no container nobody'],
    ['commit', () => 'work x:1 -c FROM', 2, 'A change is a line of a Dockerfile'],
    ['save', () => 'none:1', 2, 'none:1'],
    ['load', () => '/nowhere.tar', 2, 'There is no'],
    ['load', () => import.meta.filename, 3, 'The engine says'],
  ])('%s %s ends with %i: %s', async (verb, rest, code, words) => {
    const outcome = await lens(verb, ...rest().split(' '))
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(words)])
  })

  it('does not remove what a container uses, and says which', async () => {
    await engine().run('create', '--network', 'none', '--name', 'user', 'corpus-base:1', '/bin/sh')
    const {code, stderr} = await lens('rm', 'corpus-base:1')
    expect(code).toBe(3)
    expect(stderr).toMatch(/corpus-base:1 can't be removed: .*container [0-9a-f]{12}/)
    expect(stderr).toContain('--force')
    expect((await lens('rm', '--force', 'corpus-base:1')).stdout).toContain('untagged corpus-base:1')
  })

  it('saves what docker loads, and loads what docker saved', async () => {
    const file = join(temporaryFolder(), 'saved.tar')
    await engine().run('tag', 'corpus/committed:1', 'saved:1')
    expect((await lens('save', 'saved:1', '-o', file)).code).toBe(0)
    await engine().run('rmi', 'saved:1')
    expect((await lens('load', file)).stdout).toBe('Loaded image: saved:1\n')
    expect((await inspected('saved:1')).Id).toBe((await inspected('corpus/committed:1')).Id)
  })

  it('that is stopped in the middle leaves no half file, and can be tried again', async () => {
    const watched = await watchedSocket(engine().socket)
    watched.cutAfter('/images/get', 1_000_000)
    const folder = temporaryFolder()
    const file = join(folder, 'saved.tar')
    const cut = await layerlens(['save', 'corpus/steps:1', '-o', file, '--host', watched.host])
    expect([cut.code, cut.stderr]).toEqual([3, expect.stringContaining('The connection to the engine')])
    expect(readdirSync(folder)).toEqual([])
    await watched.close()
    expect((await lens('save', 'corpus/steps:1', '-o', file)).code).toBe(0)
    expect(existsSync(file)).toBe(true)
  })

  it('runs an image and passes on how it ended', async () => {
    const script = 'cat; echo "$GREETING $EXTRA"; exit 7'
    const args = [
      'run',
      'corpus/steps:1',
      '--network',
      'none',
      '-e',
      'EXTRA=more',
      '--host',
      engine().host,
      '--',
      script,
    ]
    const {code, stdout} = await layerlens(args, {input: Buffer.from('typed\n')})
    expect([code, stdout]).toEqual([7, 'typed\nhello world more\n'])
    expect(
      await engine().run('ps', '--all', '--quiet', '--filter', 'ancestor=corpus/steps:1', '--filter', 'status=exited'),
    ).toBe('')
  })

  it('is confirmed by skopeo', requires('skopeo'), async () => {
    const name = `${open().host}/confirmed:1`
    await lens('tag', 'corpus/steps:1', name)
    const {stdout} = await lens('push', name, '--json')
    const seen = JSON.parse(await command('skopeo', ['inspect', '--tls-verify=false', `docker://${name}`]))
    expect([seen.Digest, seen.Layers.length]).toEqual([JSON.parse(stdout).digest, 6])
  })
})

describe('the workflow on Podman', requires('podman', 'dockerd', 'docker-registry'), () => {
  const engine = podmanEngine(withCorpus)
  const open = registry()
  const lens = (...args: string[]) => layerlens([...args, '--host', engine().host])

  it('commits and tags', async () => {
    await engine().run('create', '--network', 'none', '--name', 'work', 'localhost/corpus/steps:1')
    const committed = await lens('commit', 'work', 'localhost/made:1', '-m', 'by hand', '-c', 'ENV A=b')
    expect([committed.code, committed.stderr]).toEqual([0, ''])
    expect((await lens('tag', 'localhost/made:1', `${open().host}/made:1`)).code).toBe(0)
    const [image] = JSON.parse(await engine().run('inspect', `${open().host}/made:1`))
    expect(image).toMatchObject({Comment: 'by hand', Config: {Env: expect.arrayContaining(['A=b'])}})
    // Podman keeps the message beside the history, in which it says what was committed upon.
    const saved = join(temporaryFolder(), 'made.tar')
    await engine().run('save', '--quiet', '--output', saved, 'localhost/made:1')
    for (const reference of ['podman:localhost/made:1', `docker-archive:${saved}`]) {
      const {config} = await openImage(reference, enginesAt(engine().host))
      expect(messageOf(config.history.at(-1)!)).toBe('by hand')
      expect(config.history.at(-1)!.comment).toMatch(/^FROM /)
    }
  })

  it('says how to let it speak plain HTTP, with the lines for its registries.conf', async () => {
    const name = `${open().host}/made:1`
    for (const verb of ['push', 'pull']) {
      const {code, stderr} = await lens(verb, name)
      expect(code).toBe(3)
      expect(stderr).toContain(`The registry ${open().host} answers in plain HTTP`)
      expect(stderr).toContain(`location = "${open().host}"`)
      expect(stderr).toContain('registries.conf')
    }
  })
})
