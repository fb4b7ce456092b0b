import {describe, expect, it} from 'vitest'
import {alteredImage} from './altered-image.ts'
import {DEMO, layerlens} from './program.ts'
import {type SavedStep, savedImage} from './saved-image.ts'

const status = (...packages: readonly string[]) =>
  packages
    .map(each => each.split('='))
    .map(([name, version]) => `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\n`)
    .join('\n')

const base: SavedStep = {
  by: 'ADD rootfs.tar /',
  puts: [
    'bin/sh = shell',
    {path: 'etc/conf', content: 'one\ntwo\nthree\n'},
    {path: 'var/lib/dpkg/status', content: status('bash=5.1', 'curl=7.88', 'wget=1.0')},
    'usr/lib/python3/six-1.16.0.dist-info/METADATA = six',
    {path: 'node_modules/left-pad/package.json', content: '{"name": "left-pad", "version": "1.0.0"}'},
    {path: 'old/place', content: 'm'.repeat(100)},
  ],
}

const before = () =>
  savedImage([base, {by: 'RUN first', puts: ['only/before = x']}, {by: 'RUN same', puts: ['same = y']}])
const after = () =>
  savedImage([
    base,
    {
      by: 'RUN other',
      puts: [
        {path: 'etc/conf', content: 'one\n2\nthree\n'},
        {path: 'bin/sh', content: 'shell', mode: 0o755},
        {path: 'var/lib/dpkg/status', content: status('bash=5.2', 'curl=7.88', 'zsh=1')},
        'usr/lib/python3/.wh.six-1.16.0.dist-info',
        'usr/lib/python3/six-1.17.0.dist-info/METADATA = six',
        {path: 'node_modules/left-pad/package.json', content: '{"name": "left-pad", "version": "1.1.0"}'},
        'old/.wh.place',
        {path: 'new/place', content: 'm'.repeat(100)},
      ],
    },
    {by: 'RUN same', puts: ['same = y']},
  ])

describe('diff', () => {
  it('says that nothing differs, and ends with 0', async () => {
    const {code, stdout} = await layerlens(['diff', DEMO, DEMO])
    expect(code).toBe(0)
    expect(stdout).toContain('No path differs.')
  })

  it('tells paths, packages and layers, and ends with 1', async () => {
    const {code, stdout} = await layerlens(['diff', await before(), await after()])
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^1 layer in common\n1 +- removed +1 B +RUN first\n +1 +\+ added +328 B +RUN other\n2 +2 += elsewhere/m,
    )
    expect(stdout).toMatch(/^m +\/bin\/sh +mode$/m)
    expect(stdout).toMatch(/^~ +−2 B +\/etc\/conf +content$/m)
    expect(stdout).toMatch(/^> +\/new\/place +from \/old\/place$/m)
    expect(stdout).toMatch(/^- +−1 B +\/only\/before$/m)
    for (const line of ['dpkg  bash  5.1  →  5.2', 'dpkg  wget  1.0  →  none', 'dpkg  zsh  none  →  1']) {
      expect(stdout.replace(/ {2,}/g, '  ')).toContain(line)
    }
    expect(stdout).toMatch(/^npm +left-pad +1\.0\.0 +→ +1\.1\.0$/m)
    expect(stdout).toMatch(/^pip +six +1\.16\.0 +→ +1\.17\.0$/m)
    expect(stdout).not.toContain('curl')
  })

  it('is one document for programs', async () => {
    const {stdout, code} = await layerlens(['diff', await before(), await after(), '--json'])
    expect(code).toBe(1)
    const told = JSON.parse(stdout)
    expect(told.layers.map(({kind}: {kind: string}) => kind)).toEqual(['common', 'removed', 'added', 'elsewhere'])
    expect(told.totals.moved).toEqual({paths: 1, bytes: 100})
    expect(told.paths).toContainEqual({
      path: 'etc/conf',
      change: 'modified',
      reasons: ['content'],
      type: 'file',
      sizeBefore: 14,
      sizeAfter: 12,
    })
    expect(told.before).toMatchObject({layers: 3, files: 8})
  })

  it('is a comment for reviewers', async () => {
    const {stdout} = await layerlens(['diff', await before(), await after(), '--markdown'])
    expect(stdout).toMatch(/^### `.*` → `.*`$/m)
    expect(stdout).toContain('| dpkg | `bash` | `5.1` | `5.2` |')
    expect(stdout).toContain('~ /etc/conf  −2 B  content')
  })

  it('tells which packages of Alpine differ, wherever their list lies', async () => {
    const installed = (...packages: readonly string[]) =>
      packages.map(each => `C:Q1sum=\nP:${each.replace('=', '\nV:')}\nA:x86_64\nF:etc\nR:file\n`).join('\n')
    const alpine = (path: string, ...packages: readonly string[]) =>
      savedImage([{by: 'ADD alpine /', puts: [{path, content: installed(...packages)}]}])
    const old = await alpine('lib/apk/db/installed', 'musl=1.2.4-r1', 'zlib=1.3-r0', 'curl=8.4.0-r0')
    const now = await alpine('usr/lib/apk/db/installed', 'musl=1.2.5-r0', 'zlib=1.3-r0', 'busybox=1.36.1-r5')
    const {stdout} = await layerlens(['diff', old, now, '--json'])
    expect(JSON.parse(stdout).packages).toEqual([
      {kind: 'apk', name: 'busybox', before: null, after: '1.36.1-r5'},
      {kind: 'apk', name: 'curl', before: '8.4.0-r0', after: null},
      {kind: 'apk', name: 'musl', before: '1.2.4-r1', after: '1.2.5-r0'},
    ])
    expect((await layerlens(['diff', old, now])).stdout).toMatch(/apk +musl .*1\.2\.4-r1 .*1\.2\.5-r0/)
  })

  it('compares two states of one image', async () => {
    const {stdout, code} = await layerlens(['diff', await after(), '--layers', '0', '1', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).totals).toMatchObject({moved: {paths: 1}})
    expect((await layerlens(['diff', await after(), '--layers', '1', '1', '--stat'])).code).toBe(0)
    expect(await layerlens(['diff', await after(), '--layers', '0', '9'])).toMatchObject({code: 2})
    expect(await layerlens(['diff', await after(), '--layers', '0'])).toMatchObject({code: 2})
  })

  it('compares a file line by line', async () => {
    const {stdout, code} = await layerlens(['diff', await before(), await after(), 'etc/conf'])
    expect(code).toBe(1)
    expect(stdout).toContain('\n one\n-two\n+2\n three\n')
    expect((await layerlens(['diff', await before(), await after(), '/same'])).code).toBe(0)
    const {stdout: told} = await layerlens(['diff', await before(), await after(), '/etc/conf', '--json'])
    expect(JSON.parse(told)).toMatchObject({schema: 1, path: 'etc/conf', kind: 'text', diff: {added: 1, removed: 1}})
    const refused = await layerlens(['diff', await before(), await after(), 'etc/conf', '--markdown'])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--markdown')])
    const {stderr, code: none} = await layerlens(['diff', await before(), await after(), 'only/before'])
    expect([none, stderr]).toEqual([2, expect.stringContaining('There is no /only/before in this image.')])
  })

  it('hears nothing of what is to be ignored', async () => {
    const at = (mtime: string) =>
      savedImage([
        {
          by: 'RUN x',
          puts: [
            {path: 'a', content: 'same', mtime},
            {path: 'm.pyc', content: mtime},
          ],
        },
      ])
    const [old, now] = [await at('100'), await at('200')]
    expect((await layerlens(['diff', old, now])).code).toBe(1)
    expect((await layerlens(['diff', old, now, '--ignore', 'times,bytecode'])).code).toBe(0)
    expect((await layerlens(['diff', old, now, '--ignore', 'colours'])).code).toBe(2)
  })

  it('wants two images', async () => {
    expect(await layerlens(['diff', DEMO])).toMatchObject({code: 2, stderr: expect.stringContaining('name two')})
  })

  it('does not call the same what only claims to be', async () => {
    const {sound, altered} = await alteredImage()
    for (const more of [[], ['--no-cache'], ['--layers', '0']]) {
      const named = more[0] === '--layers' ? ['--layers', '0', altered, '1'] : [sound, altered, ...more]
      const {code, stdout, stderr} = await layerlens(['diff', ...named])
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toContain('layer 1: Its bytes do not have the digest that the image gives for them')
      expect(stderr).toContain("can't be compared")
      expect(stderr).toContain('--no-verify')
    }
  })

  it('compares the contents of layers whose digests it cannot compute', async () => {
    const rootfs = {type: 'layers', diff_ids: [`sha512:${'0'.repeat(128)}`]}
    const of = (content: string) => savedImage([{by: 'COPY', puts: [{path: 'a', content}]}], 'image.tar', {rootfs})
    const [before, after] = [await of('print(3)'), await of('print(4)')]
    const {code, stdout} = await layerlens(['diff', before, after])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^~ +±0 +\/a +content$/m)
    expect(stdout).toContain('Not verified: the bytes of 2 layers')
    expect((await layerlens(['diff', before, after, '--no-verify'])).stdout).toContain('No path differs.')
  })

  it('believes digests where it is told to, and says so in every format', async () => {
    const {sound, altered} = await alteredImage()
    const trusting = (...more: string[]) => layerlens(['diff', sound, altered, '--no-cache', '--no-verify', ...more])
    const {code, stdout} = await trusting()
    expect(code).toBe(0)
    expect(stdout).toContain('Not verified: the bytes of 4 layers were not held against the digests')
    expect((await trusting('--markdown')).stdout).toContain('Not verified: the bytes of 4 layers')
    const told = JSON.parse((await trusting('--json')).stdout)
    expect(told).toMatchObject({verified: false, before: {unverifiedLayers: [0, 1]}, after: {unverifiedLayers: [0, 1]}})
    const looked = await layerlens(['diff', sound, sound])
    expect(looked.stdout).not.toContain('erified')
    const whole = JSON.parse((await layerlens(['diff', sound, sound, '--json'])).stdout)
    expect(whole).toMatchObject({verified: true, before: {unverifiedLayers: []}, after: {unverifiedLayers: []}})
  })
})
