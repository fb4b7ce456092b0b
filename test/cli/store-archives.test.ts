import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import zlib from 'node:zlib'
import {afterAll, beforeEach, describe, expect, it} from 'vitest'
import {digestOf} from '../../src/image/oci/content-digest.ts'
import {dockerSave, layerTar, packTar} from '../corpus/archives.ts'
import {command} from '../corpus/real/command.ts'
import {requires} from '../corpus/real/tools.ts'
import {Commands} from './in-process.ts'
import {DEMO, layerlens} from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-cli-store-'))
const opened: Commands[] = []
afterAll(async () => {
  for (const each of opened) {
    await each.close()
    rmSync(each.store.folder, {recursive: true, force: true})
  }
  rmSync(folder, {recursive: true, force: true})
})

let commands: Commands
let n = 0
beforeEach(() => {
  commands = new Commands()
  opened.push(commands)
})

const path = () => join(folder, `${n++}.tar`)
const tags = () => commands.store.readIndex().entries.map(({tag}) => tag)

/** What docker saves of two images that share a layer; the second has two names. */
async function saved(): Promise<string> {
  const common = await layerTar({common: 'shared'})
  const archive = path()
  const images = [
    {tags: ['shop/api:1'], tars: [common, await layerTar({one: '1'})]},
    {tags: ['shop/web:1', 'shop/web:latest'], tars: [common, await layerTar({two: '2'})]},
  ]
  writeFileSync(archive, await packTar(dockerSave(images)))
  return archive
}

describe('the store on the command line, where no engine answers', () => {
  it('loads every image of an archive under all of its names', async () => {
    const {code, stdout, stderr} = await commands.run('load', await saved())
    expect([code, stdout]).toEqual([0, 'Loaded image: store:shop/api:1\nLoaded image: store:shop/web:1\n'])
    expect(stderr).toContain('goes into the store')
    expect(tags().toSorted()).toEqual(['shop/api:1', 'shop/web:1', 'shop/web:latest'])
  })

  it('saves images of it into one archive, which loads again as it was', async () => {
    await commands.run('load', await saved())
    const ids = async () => (await commands.run('images', '--json')).stdout
    const before = await ids()
    const archive = path()
    const {code, stdout} = await commands.run('save', 'shop/api:1', 'shop/web:1', '-o', archive)
    expect([code, stdout]).toEqual([0, `${archive}\n`])
    expect((await commands.run('rm', 'store:shop/api:1', 'store:shop/web:1', 'store:shop/web:latest')).code).toBe(0)
    expect(tags()).toEqual([])
    await commands.run('load', archive)
    expect(tags().toSorted()).toEqual(['shop/api:1', 'shop/web:1'])
    const identity = (text: string) => [...new Set(text.match(/"id": ?"sha256:[0-9a-f]{64}"/g))].toSorted()
    expect(identity(await ids())).toEqual(identity(before))
  })

  it('keeps the image that it holds where an archive brings it again, in whatever form', async () => {
    const archive = path()
    const layout = join(folder, `${n++}.layout`)
    await commands.run('load', await saved())
    await commands.run('copy', 'store:shop/web:1', `oci:${layout}:web`, '--compress', 'gzip')
    await commands.run('save', 'shop/web:1', '-o', archive)
    await commands.run('rm', 'store:shop/web:1', 'store:shop/web:latest')
    // As a registry sends it: its manifest is another than the one that loading makes.
    const manifest = join(layout, 'index.json')
    const image = JSON.parse(readFileSync(manifest, 'utf8')).manifests[0].digest.slice(7)
    const written = JSON.parse(readFileSync(join(layout, 'blobs', 'sha256', image), 'utf8'))
    const raw = Buffer.from(JSON.stringify({...written, annotations: {from: 'a registry'}}))
    const digest = digestOf(raw)
    writeFileSync(join(layout, 'blobs', 'sha256', digest.slice(7)), raw)
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8')
        .replace(image, digest.slice(7))
        .replace(/"size": ?\d+/, `"size":${raw.length}`),
    )
    expect((await commands.run('copy', `oci:${layout}:web`, 'store:pulled:1')).code).toBe(0)
    const before = commands.store.readIndex().entries

    const loaded = await commands.run('load', archive)
    expect([loaded.code, loaded.stdout]).toEqual([0, 'Loaded image: store:shop/web:1\n'])
    const after = commands.store.readIndex().entries
    expect(after.filter(({tag}) => tag !== 'shop/web:1')).toEqual(before)
    expect(after.find(({tag}) => tag === 'shop/web:1')?.digest).toBe(digest)
    await commands.run('load', archive)
    expect(commands.store.readIndex().entries).toEqual(after)
  })

  it('names the choices by their digests where several images have the ID that is to be removed', async () => {
    await commands.run('copy', await saved().then(archive => `${archive}:shop/web:1`), 'store:shop/web:1')
    const packed = await commands.run('copy', 'store:shop/web:1', 'store:shop/web:2', '--compress', 'zstd')
    expect(packed.code).toBe(0)
    const [first, second] = commands.store.readIndex().entries.map(({digest}) => digest)
    const [id] = (await commands.run('inspect', 'store:shop/web:1', '--json')).stdout.match(/sha256:[0-9a-f]{64}/)!
    const refused = await commands.run('rm', `store:${id}`)
    expect([refused.code, refused.stderr.replaceAll(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringContaining(`Name it by its digest: store:shop/web@${first}, store:shop/web@${second}`),
    ])
    const removed = await commands.run('rm', `store:shop/web@${second}`)
    expect([removed.code, tags()]).toEqual([0, ['shop/web:1']])
  })

  it('saves to standard output, and replaces a file once the new one is whole', async () => {
    await commands.run('load', await saved())
    const archive = path()
    const {code, stdout} = await commands.run('save', 'shop/api:1')
    expect(code).toBe(0)
    writeFileSync(archive, Buffer.from(stdout, 'latin1'))
    expect((await commands.run('inspect', archive)).stdout).toContain('shop/api:1')
    const none = await commands.run('save', 'shop/api:1', 'shop/none:1', '-o', archive)
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('shop/none:1')])
    expect(readFileSync(archive, 'latin1')).toBe(stdout)
    expect((await commands.run('save', 'shop/web:1', '-o', archive)).code).toBe(0)
    const {stdout: now} = await commands.run('inspect', archive)
    expect([now.includes('shop/web:1'), now.includes('shop/api:1')]).toEqual([true, false])
  })

  it('saves what skopeo reads', requires('skopeo'), async () => {
    await commands.run('load', await saved())
    const archive = path()
    await commands.run('save', 'shop/web:1', '-o', archive)
    const found = await command('skopeo', ['inspect', '--config', `docker-archive:${archive}:shop/web:1`])
    expect(JSON.parse(found)).toMatchObject({rootfs: {type: 'layers'}})
  })

  it('says what it does not hold, and that an archive is none', async () => {
    await commands.run('load', await saved())
    const absent = await commands.run('save', 'nothing:1', '-o', path())
    expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('nothing:1')])
    const text = path()
    writeFileSync(text, 'no archive')
    const unreadable = await commands.run('load', text)
    expect([unreadable.code, tags()]).toEqual([2, ['shop/api:1', 'shop/web:1', 'shop/web:latest']])
  })
})

describe('packing with zstd', () => {
  it('says what is missing where neither Node nor a program can, before anything is written; else does it', async () => {
    const target = join(folder, 'zstd')
    const args = ['copy', DEMO, `oci:${target}:1`, '--compress', 'zstd']
    const {code, stderr} = await layerlens(args, {env: {PATH: '/nonexistent'}})
    if ('createZstdCompress' in zlib) expect([code, existsSync(join(target, 'index.json'))]).toEqual([0, true])
    else {
      expect([code, existsSync(target)]).toEqual([2, false])
      expect(stderr).toContain('install the program zstd, or take --compress gzip')
    }
  })
})
