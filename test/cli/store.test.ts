import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {LayerLines} from '../../src/cli/format/layer-lines.ts'
import {command} from '../corpus/real/command.ts'
import {requires} from '../corpus/real/tools.ts'
import {type RealRegistry, startRegistry} from '../sources/registry/real-registry.ts'
import {ownFolder} from '../sources/store/images.ts'
import {Commands} from './in-process.ts'
import {DEMO, layerlens} from './program.ts'

const folder = ownFolder()
const commands = new Commands()
const run = commands.run.bind(commands)
afterAll(() => commands.close())

/** What a command says, its hint that no engine answered left out. */
const said = async (...args: Parameters<typeof run>) => {
  const {code, stdout, stderr} = await run(...args)
  return {code, stdout, stderr: stderr.replace(/^layerlens: No engine answered;.*\n/gm, '')}
}

describe('without an engine', requires('docker-registry'), () => {
  let registry: RealRegistry
  beforeAll(async () => {
    registry = await startRegistry()
  })

  it('the whole workflow goes by the store, which is said', async () => {
    const loaded = await run('load', DEMO)
    expect([loaded.code, loaded.stdout]).toEqual([0, 'Loaded image: store:shop/tea:1.4\n'])
    expect(loaded.stderr).toContain('No engine answered; what is loaded goes into the store.')
    const name = `${registry.host}/shop/tea:1.5`
    writeFileSync(join(folder, 'new'), 'new\n')
    const committed = await said(
      'commit',
      'store:shop/tea:1.4',
      name,
      '--add',
      `${join(folder, 'new')}:/opt/`,
      '-m',
      'why',
    )
    expect([committed.code, committed.stderr]).toEqual([0, ''])
    expect(committed.stdout).toMatch(/^store:\S+ {2}sha256:[0-9a-f]{64}\n1 layer, \d+ B: 1 path added, 0 removed\n$/)
    expect((await run('ls', `store:${name}`, '/opt', '--changes')).stdout).toMatch(/^\+ .* opt\/new$/m)

    const pushed = await said('push', name)
    expect([pushed.code, pushed.stderr]).toEqual([0, ''])
    expect(pushed.stdout).toMatch(/ {2}11 layers copied \(.*\); the digest is kept\.\n$/)
    expect((await run('catalog', registry.host)).stdout).toBe('shop/tea\n')
    expect((await said('rm', `store:${name}`)).stdout).toMatch(
      /^untagged .*\ndeleted {2}sha256:.*\nfreed .* in 3 blobs\n$/,
    )
    const pulled = await run('pull', name)
    expect([pulled.code, pulled.stderr]).toEqual([0, `layerlens: No engine answered; ${name} goes into the store.\n`])
    expect(pulled.stdout).toContain('1 layer copied')
    expect((await run('cat', `store:${name}`, '/opt/new')).stdout).toBe('new\n')
    const again = JSON.parse((await said('pull', '--json', name)).stdout)
    expect(again).toMatchObject({name, keepsDigest: true})
    expect(new Set(again.layers.map(({arrival}: {arrival: string}) => arrival))).toEqual(new Set(['there']))
  })

  it('lists the store as the engine’s images, its repositories and its tags', async () => {
    expect((await said('images')).stdout).toMatch(/^image +id +created +stored +shared +platforms\n/)
    expect((await said('images', 'shop/tea:1.4')).stdout.trim().split('\n')).toHaveLength(2)
    // As the screen does: what nobody brought there is no image of one's own.
    expect((await said('images', 'shop/tea:1.4')).stdout).toMatch(/ linux\/amd64 {2}\(a demo\)\n$/)
    expect((await said('images', `${registry.host}/shop/tea`)).stdout).not.toContain('demo')
    const rows = (await said('images', '--json')).stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(rows.map(({tags, demo}) => [tags[0], demo]).toSorted()).toEqual([
      [`${registry.host}/shop/tea:1.5`, false],
      ['shop/tea:1.4', true],
    ])
    expect((await run('catalog', 'store:')).stdout).toBe(`${registry.host}/shop/tea\nshop/tea\n`)
    expect((await run('tags', 'store:shop/tea')).stdout).toBe('shop/tea:1.4\n')
    expect(JSON.parse((await run('tags', 'store:shop/tea', '--json')).stdout)).toMatchObject({
      platforms: ['linux/amd64'],
    })
    expect((await run('tags', '-l', 'store:')).stdout).toContain('shop/tea:1.4')
    expect((await run('tags', 'store:none')).stderr).toContain('no tags of none')
  })

  it('tags in the store and in a registry, and removes where no other tag carries it', async () => {
    const name = (tag: string) => `${registry.host}/shop/tea:${tag}`
    expect((await said('tag', 'shop/tea:1.4', 'shop/tea:stable')).stdout).toBe(
      'shop/tea:1.4 is store:shop/tea:stable too\n',
    )
    // The name that was typed is told first.
    expect((await run('inspect', 'store:shop/tea:stable')).stdout).toMatch(/^tags +shop\/tea:stable, /m)
    expect((await run('inspect', 'store:shop/tea:1.4')).stdout).toMatch(/^tags +shop\/tea:1\.4, /m)
    expect((await run('tag', `docker://${name('1.5')}`, name('stable'))).code).toBe(0)
    expect((await run('tags', `${registry.host}/shop/tea`)).stdout).toBe('1.5\nstable\n')
    const refused = await run('rm', `docker://${name('stable')}`)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('is also 1.5')])
    const removed = await run('rm', '--force', `docker://${name('stable')}`)
    expect([removed.code, removed.stdout]).toEqual([0, expect.stringContaining(`untagged ${name('1.5')}`)])
    expect((await run('inspect', `docker://${name('1.5')}`)).code).toBe(2)
    const gone = await run('rm', `docker://${name('1.5')}`)
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('There is no')])
  })

  it('saves what docker loads, several in one archive, to a file or on its way', async () => {
    const file = join(folder, 'several.tar')
    const saved = await said('save', 'shop/tea:1.4', `store:${registry.host}/shop/tea:1.5`, '-o', file)
    expect([saved.code, saved.stdout]).toEqual([0, `${file}\n`])
    const manifest = JSON.parse(await command('tar', ['-xOf', file, 'manifest.json']))
    expect(manifest.map(({RepoTags}: {RepoTags: string[]}) => RepoTags[0])).toEqual([
      'shop/tea:1.4',
      `${registry.host}/shop/tea:1.5`,
    ])
    const {stdout} = await said('save', 'shop/tea:1.4')
    expect(Buffer.from(stdout, 'latin1').subarray(257, 262).toString()).toBe('ustar')
    const other = new Commands()
    await other.run('load', file)
    expect((await other.run('catalog', 'store:')).stdout).toBe(`${registry.host}/shop/tea\nshop/tea\n`)
    await other.close()
  })

  it.each([
    ['push', ['none:1'], 2, 'holds no image none:1'],
    ['push', ['docker://a.lan/b:1'], 2, 'in its registry already'],
    ['pull', ['store:Big/X'], 2, 'is no name'],
    ['rm', ['store:'], 2, 'store:NAME'],
    ['rm', ['none'], 2, 'holds no image none'],
    ['rm', ['./image.tar'], 2, 'holds no image'],
    ['tag', ['store:shop/tea:1.4', 'Bad'], 2, 'Write it in lower case'],
    ['copy', ['store:none', 'oci:x'], 2, 'holds no image none'],
    ['copy', [DEMO, 'store:x', '--compress', 'lz4'], 2, 'gzip or zstd'],
    ['copy', [DEMO, 'store:x', '--all-platforms', '--compress', 'gzip'], 2, 'as it is'],
    ['copy', [DEMO, 'store:x', '--all-platforms'], 2, 'one platform'],
    ['commit', ['store:shop/tea:1.4'], 2, 'What is the new image called?'],
    ['commit', ['store:shop/tea:1.4', 'x', '--add', '/nowhere'], 2, '/nowhere'],
    ['commit', ['store:shop/tea:1.4', 'x', '--remove', '/x', '--chown', 'me'], 2, 'is no owner'],
    ['commit', ['some-container', 'x'], 3, 'No engine could be reached'],
  ] as const)('%s %j ends with %i: %s', async (name, argv, code, words) => {
    const outcome = await run(name, ...argv)
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(words)])
  })

  it('says once that an engine is out of reach, and what it leaves there; what lies elsewhere goes', async () => {
    await run('copy', DEMO, 'store:rm/a:1')
    const {code, stdout, stderr} = await run('rm', 'podman:a', 'store:rm/a:1', 'podman:b', 'store:none', '--force')
    expect([code, stdout]).toEqual([3, expect.stringContaining('untagged rm/a:1')])
    expect(stderr.match(/could be reached/g)).toHaveLength(1)
    expect(stderr).toContain('What is left as it is: podman:a, podman:b\n')
    expect(stderr).toContain('holds no image none')
  })
})

describe('gc', () => {
  it('tells what it freed, what it kept and why, and how large the store is', async () => {
    await run('copy', DEMO, 'store:gc/a:1')
    await run('copy', DEMO, 'store:gc/a:1')
    const {code, stdout} = await run('gc')
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^freed {4}0 B in 0 blobs\nfolder {2}\/.*\nholds {3}.* MB in \d images?\n$/),
    ])
    expect(JSON.parse((await run('gc', '--json', '--untagged')).stdout)).toMatchObject({
      ...{folder: commands.store.folder, collected: {freed: 0, kept: []}},
    })
  })

  it('examines every blob, and ends with 1 where one is damaged', async () => {
    expect((await run('gc', '--verify')).stdout).toMatch(/^read .*: all sound$/m)
    const other = new Commands()
    await other.run('copy', DEMO, 'store:x')
    const {layers} = JSON.parse((await other.run('inspect', '--json', 'store:x')).stdout)
    const path = other.store.blobPath(layers[0].digest)
    const bytes = readFileSync(path)
    bytes[20]! ^= 1
    writeFileSync(path, bytes)
    const {code, stdout} = await other.run('gc', '--verify')
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^damaged {2}sha256:[0-9a-f]{64}, now in /m)])
    expect(existsSync(path)).toBe(false)
    expect((await other.run('copy', DEMO, 'store:x')).stdout).toContain('1 layer copied')
    await other.close()
  })
})

describe('the program', () => {
  it('keeps its store below XDG_DATA_HOME, or where --store says', async () => {
    const [data, other] = [join(folder, 'data'), join(folder, 'other')]
    const env = {XDG_DATA_HOME: data, DOCKER_HOST: '', CONTAINER_HOST: '', SOURCE_DATE_EPOCH: '1000000000'}
    expect((await layerlens(['copy', DEMO, 'store:a'], {env})).code).toBe(0)
    expect(existsSync(join(data, 'layerlens/store/index.json'))).toBe(true)
    expect((await layerlens(['copy', 'store:a', `oci:${other}:a`], {env})).code).toBe(0)
    expect((await layerlens(['tags', 'store:', `--store=${other}`], {env})).stdout).toBe('a\n')
    mkdirSync(join(folder, 'add'), {recursive: true})
    writeFileSync(join(folder, 'add/x'), 'x')
    const commit = () => layerlens(['commit', 'store:a', 'b', '--json', '--add', join(folder, 'add')], {env})
    const [one, two] = [await commit(), await commit()]
    expect([one.code, JSON.parse(two.stdout).id]).toEqual([0, JSON.parse(one.stdout).id])
    const config = readFileSync(join(data, 'layerlens/store/blobs/sha256', JSON.parse(one.stdout).id.slice(7)))
    expect(createHash('sha256').update(config).digest('hex')).toBe(JSON.parse(one.stdout).id.slice(7))
    expect(JSON.parse(config.toString()).created).toBe('2001-09-09T01:46:40.000Z')
    rmSync(data, {recursive: true})
  })
})

describe('layers on their way', () => {
  it('are a line each while they move, and all of them together, taken away at the end', async () => {
    let screen = ''
    let now = 0
    const lines = new LayerLines(
      'Copying',
      text => {
        screen += text
      },
      true,
      () => now,
    )
    const digest = `sha256:${'0'.repeat(64)}` as never
    now += 200
    lines.hear({type: 'layer-progress', layer: 3, done: 500_000, total: 1_000_000})
    expect(screen).toContain('layer 3')
    expect(screen).toContain('50 %')
    expect(screen).toContain('500 kB of 1 MB')
    // Drawn at once, however lately that was done: what comes next is a pause.
    lines.hear({type: 'layer-again', layer: 3, repetition: 1, most: 4})
    expect(screen.slice(screen.lastIndexOf('layer 3'))).toMatch(/500 kB of 1 MB {2}retry 1 of 4\n/)
    now += 200
    lines.hear({type: 'layer-progress', layer: 3, done: 600_000, total: 1_000_000})
    expect(screen.slice(screen.lastIndexOf('layer 3'))).not.toContain('retry')
    lines.hear({type: 'layer-arrived', layer: 3, arrival: 'sent', digest, size: 1_000_000})
    lines.end()
    expect(screen.endsWith('\x1b[J')).toBe(true)
  })
})
