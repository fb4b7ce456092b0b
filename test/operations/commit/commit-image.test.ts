import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import type {Image} from '../../../src/image/oci/image.ts'
import {parseAddition} from '../../../src/operations/commit/added.ts'
import {type CommitWork, commitImage} from '../../../src/operations/commit/commit-image.ts'
import {Store} from '../../../src/sources/store/store.ts'
import {dockerSave, LayoutBuilder, packTar, type TarMember} from '../../corpus/archives.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {load, treeOf} from '../../engine/loading.ts'
import {padded, pax, tarOf} from '../../image/tar/raw-tar.ts'
import {context} from '../../sources/opening.ts'
import {failing} from '../../sources/registry/clients.ts'
import {openImage, ownFolder, put} from '../../sources/store/images.ts'

const folder = ownFolder()
const store = new Store(join(folder, 'store'))

const dir = (name: string): TarMember => ({name: `${name}/`, type: 'directory'})
const BASE: readonly TarMember[] = [
  ...[dir('etc'), {name: 'etc/passwd', content: 'root:x:0:0::/:/bin/sh\n'}, dir('opt'), dir('opt/app')],
  ...[
    {name: 'opt/app/old', content: 'old'},
    {name: 'opt/app/kept', content: 'kept'},
    dir('run'),
    dir('usr'),
    dir('usr/lib'),
  ],
  ...[
    dir('var'),
    {name: 'var/run', type: 'symlink', link: '../run'} as const,
    {name: 'lib', type: 'symlink', link: 'usr/lib'} as const,
  ],
]

let app: string
beforeAll(async () => {
  const tar = await packTar(BASE)
  const builder = new LayoutBuilder()
  const options = {stored: [gzipSync(tar)], layerType: 'application/vnd.oci.image.layer.v1.tar+gzip'}
  const layout = builder.list(builder.image([tar], options)).writeFolder(join(folder, 'base'))
  await put(await openImage(`oci:${layout}`), store, 'base:1')

  app = join(folder, 'app')
  mkdirSync(join(app, 'lib'), {recursive: true})
  writeFileSync(join(app, 'run.sh'), '#!/bin/sh\n')
  chmodSync(join(app, 'run.sh'), 0o755)
  linkSync(join(app, 'run.sh'), join(app, 'same.sh'))
  symlinkSync('run.sh', join(app, 'link'))
  writeFileSync(join(app, 'lib', 'a.so'), 'a'.repeat(3000))
  utimesSync(join(app, 'run.sh'), 1_600_000_000, 1_600_000_000)
})

const WORK: CommitWork = {
  ...{additions: [], removals: [], owner: null, youngest: null, changes: [], message: '', author: ''},
  created: '2026-01-02T03:04:05Z',
}

async function commit(work: Partial<CommitWork>, name = 'new:1', base = 'store:base:1'): Promise<Image> {
  const committed = await commitImage(
    await openImage(base, store),
    {...WORK, ...work},
    {load: async image => (await load(image)).union, context},
  )
  try {
    await put(committed.image, store, name)
  } finally {
    committed.close()
  }
  return openImage(`store:${name}`, store)
}

const add = (...texts: string[]) => texts.map(parseAddition)
/** What the image shows in the end, folders left out. */
const filesOf = async (image: Image) =>
  treeOf(await load(image)).flatMap(({type, path, linkTarget}) =>
    type === 'directory' ? [] : linkTarget === null ? path : `${path} > ${linkTarget}`,
  )
const listing = async (image: Image) => {
  const found = await load(image)
  const last = found.layers.at(-1)!.index!
  return Array.from({length: last.entryCount}, (_, entry) => last.nodePath(last.columns.entryNode[entry]!))
}

describe('a commit without an engine', () => {
  it('adds a folder at a place, below its folders as they were, and leaves the base as it is', async () => {
    const base = await openImage('store:base:1', store)
    const image = await commit({additions: add(`${app}:/opt/app`)})
    expect(image.layers.slice(0, -1).map(({digest}) => digest)).toEqual(base.layers.map(({digest}) => digest))
    const tree = treeOf(await load(image))
    expect(tree.find(({path}) => path === 'opt/app/run.sh')).toMatchObject({
      ...{mode: '0755', uid: 0, gid: 0, mtime: '2020-09-13T12:26:40Z'},
    })
    expect(await filesOf(image)).toEqual(
      expect.arrayContaining(['opt/app/old', 'opt/app/link > run.sh', 'opt/app/same.sh > opt/app/run.sh']),
    )
    expect(await listing(image)).toEqual([
      ...['opt', 'opt/app', 'opt/app/lib', 'opt/app/lib/a.so', 'opt/app/link', 'opt/app/run.sh', 'opt/app/same.sh'],
    ])
    expect(image.annotations['org.opencontainers.image.base.digest']).toBe(base.digest)
  })

  it('gives the same image each time', async () => {
    const one = await commit({additions: add(`${app}:/srv`)}, 'same:1')
    const two = await commit({additions: add(`${app}:/srv`)}, 'same:2')
    expect(two.digest).toBe(one.digest)
    const young = await commit({additions: add(`${app}:/srv`), youngest: 1_000_000_000, owner: [7, 8]}, 'same:3')
    const files = treeOf(await load(young)).filter(({path}) => path.startsWith('srv/'))
    expect(new Set(files.map(({mtime, uid, gid}) => `${mtime} ${uid}:${gid}`))).toEqual(
      new Set(['2001-09-09T01:46:40Z 7:8']),
    )
  })

  it('follows the links of the image, as what runs in it would', async () => {
    const image = await commit({additions: add(`${app}:/var/run/x`, `${app}`)})
    const files = await filesOf(image)
    expect(files).toEqual(
      expect.arrayContaining(['run/x/run.sh', 'usr/lib/a.so', 'lib > usr/lib', 'var/run > ../run', 'run.sh']),
    )
  })

  it('removes by whiteouts; what is removed and added again is replaced, a folder as a whole', async () => {
    const image = await commit({removals: ['/etc/passwd', 'var/run', '/opt/app'], additions: add(`${app}:/opt/app`)})
    const files = await filesOf(image)
    expect(files).not.toContain('etc/passwd')
    expect(files.filter(path => path.startsWith('opt/') || path.startsWith('var/'))).toEqual([
      ...['opt/app/lib/a.so', 'opt/app/link > run.sh', 'opt/app/run.sh', 'opt/app/same.sh > opt/app/run.sh'],
    ])
    const {facts} = (await load(image)).layers.at(-1)!.index!
    expect([facts.whiteouts, facts.opaqueDirectories]).toEqual([2, 1])
  })

  it('removes a folder whole, also where what is in it is named too', async () => {
    const image = await commit({removals: ['/opt', '/opt/app', '/opt/app/old']}, 'without-opt:1')
    expect(treeOf(await load(image)).filter(({path}) => path.startsWith('opt'))).toEqual([])
    expect(await listing(image)).toEqual(['.wh.opt'])
  })

  it('adds what a link on this machine leads to, wherever that is', async () => {
    const links = join(folder, 'links')
    mkdirSync(links)
    symlinkSync(join(app, 'lib', 'a.so'), join(links, 'absolute.so'))
    symlinkSync('../app/run.sh', join(links, 'run'))
    symlinkSync(join(app, 'lib'), join(links, 'folder'))
    const image = await commit(
      {additions: add(`${links}/absolute.so:/new/`, `${links}/run:/new/renamed`, `${links}/folder:/new`)},
      'linked:1',
    )
    const found = treeOf(await load(image)).filter(({path}) => path.startsWith('new/'))
    expect(found.map(({path, type, size}) => `${path} ${type} ${size}`)).toEqual([
      ...['new/a.so file 3000', 'new/absolute.so file 3000', 'new/renamed file 10'],
    ])
  })

  it('adds the members of a tar as they are, packed or not, and a file by name or into a folder', async () => {
    const members: TarMember[] = [
      {name: './etc/', type: 'directory'},
      {name: './etc/motd', content: 'hello\n', uid: 5},
      {name: './etc/second', type: 'link', link: './etc/motd'},
    ]
    writeFileSync(join(folder, 'add.tar'), await packTar(members))
    writeFileSync(join(folder, 'add.tgz'), gzipSync(await packTar(members)))
    const file = join(app, 'lib/a.so')
    const image = await commit({
      additions: add(
        join(folder, 'add.tar'),
        `${join(folder, 'add.tgz')}:/copy`,
        `${file}:/opt/b.so`,
        `${file}:/opt/app`,
        `${file}:/new/`,
      ),
    })
    const tree = treeOf(await load(image))
    expect(tree.find(({path}) => path === 'etc/motd')).toMatchObject({uid: 5, size: 6})
    expect(tree.map(({path}) => path)).toEqual(
      expect.arrayContaining(['copy/etc/motd', 'opt/b.so', 'opt/app/a.so', 'new/a.so', 'etc/passwd']),
    )
    expect(tree.find(({path}) => path === 'copy/etc/second')?.linkTarget).toBe('copy/etc/motd')
  })

  it('keeps names that are no UTF-8, and removes what has such a one', async () => {
    const odd = Buffer.from('caf\xe9', 'latin1')
    const members = [
      {name: 'odd/', flag: '5', mode: 0o755},
      {name: Buffer.concat([Buffer.from('odd/'), odd]), content: 'kept'},
      {name: 'odd/to', flag: '2', link: odd},
    ]
    writeFileSync(join(folder, 'odd.tar'), tarOf(...members))
    const image = await commit({additions: add(join(folder, 'odd.tar'))}, 'odd:1')
    const {index} = (await load(image)).layers.at(-1)!
    expect(Buffer.from(index!.nodePathBytes(index!.columns.entryNode[1]!))).toEqual(
      Buffer.concat([Buffer.from('odd/'), odd]),
    )
    expect(Buffer.from(index!.linkTargetBytes(2)!)).toEqual(odd)
    const without = await commit({removals: ['/odd/caf\ufffd']}, 'odd:2', 'store:odd:1')
    expect((await filesOf(without)).filter(path => path.startsWith('odd/'))).toEqual(['odd/to > caf\ufffd'])
  })

  it('refuses a tar with a sparse file: its map would become a part of the file', async () => {
    const records = pax({'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '4096'})
    const content = Buffer.concat([padded('1\n4092\n4\n'), Buffer.from('data')])
    writeFileSync(join(folder, 'sparse.tar'), tarOf(records, {name: 'holes', content}))
    expect((await failing(commit({additions: add(join(folder, 'sparse.tar'))}))).kind).toBe('usage')
  })

  it('writes config and history: who, when, why, and each change as a step', async () => {
    const image = await commit({
      additions: add(`${app}:/srv`),
      removals: ['/opt/app/old'],
      ...{changes: ['CMD ["/srv/run.sh"]', 'ENV A=1'], message: 'a message', author: 'A. U. Thor'},
    })
    expect(image.config).toMatchObject({
      cmd: ['/srv/run.sh'],
      env: ['A=1'],
      author: 'A. U. Thor',
      created: WORK.created,
    })
    expect(image.config.history.slice(1)).toEqual([
      {
        createdBy: `RUN rm -r /opt/app/old; COPY ${app} /srv`,
        ...{comment: 'a message', created: WORK.created, author: 'A. U. Thor', emptyLayer: false},
      },
      ...['CMD ["/srv/run.sh"]', 'ENV A=1'].map(createdBy => ({
        ...{createdBy, comment: null, created: WORK.created, author: 'A. U. Thor', emptyLayer: true},
      })),
    ])
    expect(image.warnings).toEqual([])
    const only = await commit({changes: ['USER 5']}, 'only:1', 'store:new:1')
    expect([only.layers.length, only.config.history.length]).toEqual([image.layers.length, 5])
  })

  it('stands on what docker saved as well: all is packed then', async () => {
    const archive = join(folder, 'saved.tar')
    writeFileSync(archive, await packTar(dockerSave([{tags: ['a:1'], tars: [await packTar(BASE)]}])))
    const image = await commit({additions: add(`${app}:/srv`)}, 'from-archive:1', archive)
    expect(image.layers).toHaveLength(2)
    expect(await filesOf(image)).toContain('srv/run.sh')
  })

  it.each([
    ['nothing to do', {}, 'usage'],
    ['a change that is none', {changes: ['FROM x']}, 'usage'],
    ['a path that is not there', {removals: ['/nowhere']}, 'not-found'],
    ['the root', {removals: ['/']}, 'usage'],
  ] as const)('refuses %s', async (_what, work, kind) => {
    expect((await failing(commit(work))).kind).toBe(kind)
  })

  it('refuses what is not there, what goes below a file, and names that lead out', async () => {
    expect(() => parseAddition('/nowhere/at/all:/x')).toThrow(expect.objectContaining({kind: 'not-found'}))
    expect((await failing(commit({additions: add(`${app}:/etc/passwd/x`)}))).kind).toBe('usage')
    writeFileSync(join(folder, 'out.tar'), await packTar([{name: '../../x', content: 'x'}]))
    expect((await failing(commit({additions: add(join(folder, 'out.tar'))}))).kind).toBe('usage')
  })
})

describe('an image that was committed', requires('umoci', 'skopeo'), () => {
  it('is unpacked by umoci to the same tree, and skopeo reads all of it', async () => {
    await commit(
      {removals: ['/opt/app', '/etc/passwd'], additions: add(`${app}:/opt/app`, `${app}:/var/run/x`)},
      'others:1',
    )
    const target = join(folder, 'unpacked')
    const rootless = process.getuid?.() === 0 ? [] : ['--rootless']
    await command('umoci', ['unpack', ...rootless, '--image', `${store.folder}:others:1`, target])
    const root = join(target, 'rootfs')
    const found = await command('find', [root, '-mindepth', '1', '-printf', '%P\n'])
    expect(found.trim().split('\n').toSorted()).toEqual(
      treeOf(await load(await openImage('store:others:1', store)))
        .map(({path}) => path)
        .toSorted(),
    )
    expect(readFileSync(join(root, 'opt/app/lib/a.so'), 'utf8')).toBe('a'.repeat(3000))
    expect(lstatSync(join(root, 'opt/app/run.sh')).ino).toBe(lstatSync(join(root, 'opt/app/same.sh')).ino)
    expect(readlinkSync(join(root, 'var/run'))).toBe('../run')
    await command('skopeo', [
      ...['--insecure-policy', 'copy', '--quiet', `oci:${store.folder}:others:1`, `dir:${join(folder, 'read')}`],
    ])
  })
})
