import {createHash} from 'node:crypto'
import {copyFileSync, mkdtempSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {InspectDocument} from '../../src/cli/format/inspect-json.ts'
import {dockerSave, packTar} from '../corpus/archives.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {DEMO, layerlens} from './program.ts'
import {savedImage} from './saved-image.ts'

async function inspected(...args: string[]): Promise<InspectDocument> {
  const {stdout} = await layerlens(['inspect', '--json', ...args])
  return JSON.parse(stdout) as InspectDocument
}

describe('inspect of what is not one image', () => {
  it('lists several once, and says what to type for one of them', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'layerlens-inspect-')), 'all of it.tar')
    const tar = layerOf(['a = x'])
    writeFileSync(
      path,
      await packTar(
        dockerSave([
          {tags: ['shop/a:1'], tars: [tar]},
          {tags: ['shop/b:1'], tars: [tar, tar]},
        ]),
      ),
    )
    const {code, stdout, stderr} = await layerlens(['inspect', path])
    expect([code, stdout.match(/shop\/b:1/g)?.length, stdout.match(/\n/g)?.length]).toEqual([2, 2, 2])
    expect(stderr).toBe(
      `layerlens: ${path} holds several images. Name one of them, such as 'docker-archive:${path}:shop/a:1'\n`,
    )
  })

  it('says first of a folder what it is, and not which sockets were tried', async () => {
    const env = {DOCKER_HOST: 'unix:///nowhere/docker.sock', HTTPS_PROXY: 'http://127.0.0.1:1'}
    const {code, stderr} = await layerlens(['inspect', 'test'], {env})
    expect(code).toBe(2)
    expect(stderr).toMatch(/^layerlens: test is a folder, but no OCI layout: .*\. No engine answers/)
    expect(stderr).not.toContain('nowhere')
    expect(stderr).toContain('  Name an image file or a layout folder')
  })
})

describe('inspect --json of the demo image', () => {
  it('gives every field of the contract', async () => {
    const document = await inspected(DEMO)
    expect(document).toMatchObject({
      schema: 1,
      transport: 'docker-archive',
      platform: {os: 'linux', architecture: 'amd64', variant: null},
      tags: ['shop/tea:1.4'],
      created: '2026-09-01T09:15:00.000Z',
      author: 'The layerlens authors',
      config: {
        env: ['PATH=/usr/bin:/bin', 'SHOP_PORT=8080'],
        entrypoint: [],
        cmd: ['node', 'server.js'],
        workingDir: '/opt/shop',
        user: 'app',
        exposedPorts: ['8080/tcp'],
        volumes: [],
      },
      complete: true,
      warnings: [],
    })
    expect(document.id).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(document.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(document.layers).toHaveLength(10)
    for (const [i, layer] of document.layers.entries()) {
      expect(layer).toMatchObject({index: i, compressedSize: null, error: null, verified: true})
      expect(layer.diffId).toMatch(/^sha256:[0-9a-f]{64}$/)
      expect(Object.keys(layer.changes!)).toEqual(['added', 'modified', 'metadata', 'rewritten', 'removed'])
    }
  })

  it('counts one of a thing as one, and says no age of what is no time', async () => {
    const path = await savedImage([{by: 'COPY a /', puts: ['a = x']}], 'one.tar', {created: 'yesterday'})
    const {stdout} = await layerlens(['inspect', path])
    expect(stdout).toMatch(/^created +yesterday$/m)
    expect(stdout).toMatch(/^layers +1, 1 B in 1 entry\nvisible +1 B in 1 file, 1 path$/m)
  })

  it('names the distribution, and the layer its base ends with', async () => {
    const {distribution} = await inspected(DEMO)
    expect(distribution).toEqual({
      id: 'teapot',
      versionId: '4',
      prettyName: 'Teapot Linux 4 (oolong)',
      layer: 0,
      size: 466_190,
    })
    expect((await layerlens(['inspect', DEMO])).stdout).toMatch(
      /^distribution +Teapot Linux 4 \(oolong\) · base 466 kB, 19 % of the image$/m,
    )
  })

  it('tells what each layer did', async () => {
    const {layers} = await inspected(DEMO)
    // chown -R stores everything again: 14 files, 453,000 bytes and some, nothing added.
    const chown = layers[5]!
    expect(chown.command).toContain('chown -R')
    expect(chown.changes!.metadata.bytes).toBe(chown.size)
    expect(chown.changes!.added).toEqual({files: 0, bytes: 0})
    // Two package lists behind an opaque mark, and a cache behind a whiteout.
    const cleaned = layers[2]!
    expect(cleaned).toMatchObject({size: 0, whiteouts: 1, opaqueDirectories: 1})
    expect(cleaned.changes!.removed).toEqual({files: 3, bytes: 420_000})
    // The same bytes once more.
    expect(layers[8]!.changes!.rewritten.bytes).toBe(layers[8]!.size)
    // A file becomes a folder, a file becomes a link.
    expect(layers[7]!.changes!.removed).toEqual({files: 0, bytes: 0})
  })

  it('adds up: size is what is visible and what is wasted', async () => {
    const {totals, layers} = await inspected(DEMO)
    const sum = (pick: (layer: (typeof layers)[number]) => number) =>
      layers.reduce((all, layer) => all + pick(layer), 0)
    expect(totals.size).toBe(sum(layer => layer.size!))
    expect(totals.entries).toBe(sum(layer => layer.entries!))
    expect(totals.wastedSize).toBe(sum(layer => layer.wastedSize!))
    expect(totals.visibleSize + totals.wastedSize).toBe(totals.size)
    expect(totals.efficiency).toBeCloseTo(totals.visibleSize / totals.size, 12)
  })

  it('prints no control characters, whatever the image says', async () => {
    const {stdout} = await layerlens(['inspect', DEMO])
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
  })
})

describe('inspect of an image that is not whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-inspect-'))

  it('names a layer whose bytes are not those of its digest, shows the rest and exits 2', async () => {
    const path = join(folder, 'altered.tar')
    copyFileSync(DEMO, path)
    const at = readFileSync(path).indexOf('Welcome. The kettle is on.')
    const fd = openSync(path, 'r+')
    writeSync(fd, 'Wellcome', at)
    const {code, stdout, stderr} = await layerlens(['inspect', '--json', path])
    const document = JSON.parse(stdout) as InspectDocument
    expect(code).toBe(2)
    expect(document.complete).toBe(false)
    expect(document.layers[0]).toMatchObject({verified: false})
    expect(document.layers[0]!.error).toContain('digest')
    expect(document.layers[1]).toMatchObject({verified: true, error: null})
    expect(stderr).toContain('layer 0')
    expect(stderr).toContain('incomplete')
  })

  it('opens what is whole of a file that was cut off, or says that it was', async () => {
    const path = join(folder, 'cut.tar')
    copyFileSync(DEMO, path)
    truncateSync(path, 900_000)
    const {code, stderr} = await layerlens(['inspect', path])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^layerlens: .*(cut|trunc|ends)/im)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('does not trust a digest it did not look at when told not to', async () => {
    const document = await inspected('--no-verify', '--no-cache', DEMO)
    expect(document.layers.map(layer => layer.verified)).toEqual(Array(10).fill(null))
  })
})

describe('what is odd in a layer and was survived', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-odd-'))
  const image = join(folder, 'odd.tar')
  const puts = [
    '../up = x',
    'd/',
    'a => no/\x1b[31msuch',
    'b => d',
    ...Array.from({length: 40}, (_, i) => `n${i} => no`),
  ]

  it('is told by inspect, by ls in short, and the answer stands', async () => {
    writeFileSync(image, await packTar(dockerSave([{tags: ['t:1'], tars: [layerOf(['ok = 1']), layerOf(puts)]}])))
    const {code, stdout, stderr} = await layerlens(['inspect', image])
    const lines = stderr.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(stdout).not.toContain('warning')
    expect(lines[0]).toMatch(
      /^layerlens: warning: layer 1, at byte \d+: a path with ".." in it was kept inside the image$/,
    )
    expect(lines[1]).toMatch(/^layerlens: warning: layer 1: \/a is a hard link to \/no\/.\[31msuch, which is not there/)
    expect(stderr).toContain('/b is a hard link to the folder /d')
    expect(stderr).toContain('and 22 more hard links like these')
    expect(stderr).not.toContain('\x1b')
    expect((await inspected(image)).warnings).toContain(
      'layer 1: /b is a hard link to the folder /d, which no file system makes',
    )
    const listed = await layerlens(['ls', image])
    expect(listed.code).toBe(0)
    expect(listed.stderr).toBe('layerlens: warning: There are 43 oddities in layer 1: layerlens inspect tells more.\n')
    for (const of of ['0', '0 --raw', '0 --changes']) {
      expect((await layerlens(['ls', image, '--layer', ...of.split(' ')])).stderr).toBe('')
    }
  })
})

describe('the demo image', () => {
  it('is below 3 MB and is what its script makes', async () => {
    const bytes = readFileSync(DEMO)
    expect(bytes.length).toBeLessThan(3_000_000)
    const {demoArchive} = await import('../../scripts/demo/archive.ts')
    const sha = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
    expect(sha(await demoArchive())).toBe(sha(bytes))
  })
})
