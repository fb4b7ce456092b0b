import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Listed} from '../../src/cli/format/listed.ts'
import {dockerSave, packTar} from '../corpus/archives.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {DEMO, layerlens} from './program.ts'
import {savedImage} from './saved-image.ts'

async function listed(...args: string[]): Promise<Listed[]> {
  const {stdout} = await layerlens(['ls', '--json', DEMO, ...args])
  return stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Listed)
}

const paths = (list: readonly Listed[]) => list.map(item => item.path)

describe('ls', () => {
  it('lists the final tree below a path, folders before what they hold', async () => {
    expect(paths(await listed('/opt/shop/docs'))).toEqual(['opt/shop/docs/brewing.html', 'opt/shop/docs/index.html'])
    const all = paths(await listed())
    expect(all.indexOf('etc')).toBeLessThan(all.indexOf('etc/passwd'))
    expect(all).not.toContain('opt/shop/.env')
    expect(all.some(path => path.includes('.wh.'))).toBe(false)
  })

  it('gives the fields of the contract', async () => {
    const [env] = await listed('--layer', '5', '/opt/shop/.env')
    expect(env).toEqual({
      path: 'opt/shop/.env',
      type: 'file',
      mode: '0600',
      uid: 1000,
      gid: 1000,
      user: 'app',
      group: 'app',
      size: 48,
      mtime: '2026-09-01T09:03:00Z',
      linkTarget: null,
      layer: 5,
    })
    const [link] = await listed('/opt/shop/menu.json')
    expect(link).toMatchObject({type: 'symlink', linkTarget: '/etc/shop/menu.json', size: 0, layer: 7})
    const [hard] = await listed('/usr/bin/nodejs')
    expect(hard).toMatchObject({type: 'hardlink', linkTarget: 'usr/bin/node', size: 0, layer: 1})
  })

  it('names owners as the image knows them, and leaves the others numbers', async () => {
    // A layer alone knows what its own passwd says.
    const [made] = await listed('--layer', '4', '--raw', '/etc/passwd')
    expect(made).toMatchObject({uid: 0, user: 'root', group: 'root'})
    const {stdout} = await layerlens(['ls', DEMO, '/opt/shop', '--layer', '5'])
    expect(stdout.split('\n')[0]).toMatch(/^-rw------- app:app +48 B 2026-09-01 09:03 opt\/shop\/\.env$/)
    const bare = join(mkdtempSync(join(tmpdir(), 'layerlens-owners-')), 'image.tar')
    const tar = layerOf([
      'etc/passwd = a\x1b[31m:x:0:0\nlong-name-of-somebody:x:1:1',
      {path: 'a', uid: 1, gid: 2},
      {path: 'b', uid: 3},
    ])
    writeFileSync(bare, await packTar(dockerSave([{tags: ['bare:1'], tars: [tar]}])))
    const lines = (await layerlens(['ls', bare])).stdout.split('\n')
    expect(lines.find(line => line.endsWith(' a'))).toContain(' long-name-of-somebody:2 ')
    expect(lines.find(line => line.endsWith(' b'))).toContain(' 3:0 ')
    expect(lines.find(line => line.includes('passwd'))).toContain(' a␛[31m:0 ')
  })

  it('lists the tree as of a layer', async () => {
    expect(paths(await listed('--layer', '3', '/opt/shop/logs'))).toEqual(['opt/shop/logs/debug.log'])
    expect(paths(await listed('--layer', '0'))).not.toContain('opt/shop')
  })

  it('goes where folders lead that are links, as whoever runs in the image would', async () => {
    const path = await savedImage([
      {by: 'ADD rootfs', puts: ['usr/bin/', 'usr/bin/sh = shell', 'usr/bin/cat = cat', 'bin -> usr/bin']},
      {by: 'RUN rm /bin/cat', puts: ['usr/bin/.wh.cat']},
    ])
    const ls = async (...args: string[]) => (await layerlens(['ls', path, ...args])).stdout
    expect(await ls('/bin/sh')).toMatch(/ usr\/bin\/sh\n$/)
    expect(await ls('/bin/')).toMatch(/^\S+ .* usr\/bin\/sh\n$/)
    expect(await ls('/bin')).toMatch(/ bin -> usr\/bin\n$/)
    expect(await ls('/bin/cat', '--changes')).toMatch(/^- .* usr\/bin\/cat\n$/)
    const {stderr} = await layerlens(['ls', path, '/bin/cat'])
    expect(stderr).toContain(
      '/bin/cat leads to /usr/bin/cat, and that is not there any more: layer 1 removed it (RUN rm',
    )
  })

  it('lists what a layer changed, with the reasons', async () => {
    const removed = await listed('--layer', '6', '--changes')
    expect(removed.filter(item => item.change === 'removed').map(item => item.path)).toEqual([
      'opt/shop/.env',
      'opt/shop/.git',
      'opt/shop/.git/HEAD',
      'opt/shop/.git/objects',
      'opt/shop/.git/objects/pack-9a41.pack',
      'opt/shop/logs',
      'opt/shop/logs/debug.log',
    ])
    const tuned = await listed('--layer', '9', '--changes')
    const of = (path: string) => tuned.find(item => item.path === path)
    expect(of('opt/shop/server.js')).toMatchObject({change: 'modified', reasons: ['content', 'mtime']})
    expect(of('usr/lib/libtea.so.4')).toMatchObject({change: 'metadata', reasons: ['mode', 'mtime']})
    expect(of('usr/bin/node')).toMatchObject({change: 'removed', layer: 1})
    const turned = await listed('--layer', '7', '--changes', '/opt/shop/docs')
    expect(turned.map(item => item.change)).toEqual(['added', 'added'])
  })

  it("lists a layer's own entries, whiteouts included", async () => {
    expect(paths(await listed('--layer', '2', '--raw'))).toEqual([
      'var',
      'var/lib',
      'var/lib/apt',
      'var/lib/apt/lists',
      'var/lib/apt/lists/.wh..wh..opq',
      'var/cache',
      'var/cache/.wh.apt',
    ])
  })

  it('says of a path that is gone who removed it and how to see it', async () => {
    const {code, stdout, stderr} = await layerlens(['ls', DEMO, '/opt/shop/.env'])
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr).toContain('layer 6 removed it')
    expect(stderr).toContain('--layer 5')
  })

  it('says of a path that is not there yet which layer brings it', async () => {
    const {code, stderr} = await layerlens(['ls', DEMO, '--layer', '1', '/opt/shop'])
    expect(code).toBe(2)
    expect(stderr).toContain('--layer 3')
  })
})
