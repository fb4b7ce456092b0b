import {spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, it, vi} from 'vitest'
import type {Image} from '../../../src/image/oci/image.ts'
import {copyImage} from '../../../src/operations/copy/copy-image.ts'
import {DockerArchiveWriter} from '../../../src/sources/archive/docker-archive-destination.ts'
import {OciArchiveDestination} from '../../../src/sources/archive/oci-archive-destination.ts'
import {LayoutDestination} from '../../../src/sources/layout/layout-destination.ts'
import type {Destination} from '../../../src/sources/medium/destination.ts'
import {Store} from '../../../src/sources/store/store.ts'
import {StoreDestination} from '../../../src/sources/store/store-destination.ts'
import {parseStoreName} from '../../../src/sources/store/store-name.ts'
import {examineStore, tagInStore} from '../../../src/sources/store/store-verbs.ts'
import {layerlens} from '../../cli/program.ts'
import {requires} from '../../corpus/real/tools.ts'
import {context} from '../opening.ts'
import {failing} from '../registry/clients.ts'
import {imageOf, openImage, ownFolder} from './images.ts'

const MEGABYTE = 2 ** 20
const folder = ownFolder()
let n = 0
/** Tests mount them while they run, when it is too late to ask for anything to be done after. */
const mounted: string[] = []
// What is asked for last is done first: before the folder goes.
afterAll(() => {
  for (const path of mounted) spawnSync('umount', ['-l', path])
})

/** A file system of so many bytes. */
function smallDisk(bytes: number): {path: string; grow(to: number): void} {
  const path = join(folder, `disk-${n++}`)
  mkdirSync(path)
  const mount = (...options: string[]) => {
    const {status, stderr} = spawnSync('mount', [...options, 'tmpfs', path], {encoding: 'utf8'})
    if (status !== 0) throw new Error(stderr)
  }
  mount('-t', 'tmpfs', '-o', `size=${bytes}`)
  mounted.push(path)
  return {path, grow: to => mount('-o', `remount,size=${to}`)}
}

/** Text that no packing makes smaller than half. */
const noise = (bytes: number) => randomBytes(bytes / 2).toString('hex')

/** An image of a small layer and one of some megabytes. */
function largeImage(): Promise<Image> {
  return imageOf(folder, ['small', noise(6 * MEGABYTE)])
}

const copied = (image: Image, destination: Destination) => copyImage(image, destination, {context, onEvent: () => {}})
const filesIn = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, {recursive: true, withFileTypes: true}).flatMap(entry => (entry.isFile() ? [entry.name] : []))
    : []
const tagsOf = (store: Store) => store.readIndex().entries.map(({tag}) => tag)

describe('a disk that is full', requires('small-disk'), () => {
  it('is told by the store, which keeps what arrived whole and nothing else; with more room another try goes on', async () => {
    const disk = smallDisk(2 * MEGABYTE)
    const store = new Store(join(disk.path, 'store'))
    const image = await largeImage()
    const target = () => new StoreDestination(store, parseStoreName('one'))
    const failure = await failing(copied(image, target()))
    expect([failure.kind, failure.message]).toEqual(['io', `There is no room left for the store (${store.folder}).`])
    expect(failure.advice).toContain('Make room')
    expect([tagsOf(store), filesIn(store.incomingFolder), filesIn(store.marksFolder)]).toEqual([[], [], []])
    expect(store.sizeOf(image.layers[1]!.digest!)).toBeNull()
    disk.grow(16 * MEGABYTE)
    const {layers} = await copied(image, target())
    expect(layers.map(({arrival}) => arrival)).toEqual(['there', 'sent'])
    expect((await openImage('store:one', store)).warnings).toEqual([])
    expect((await examineStore(store, context)).damaged).toEqual([])
  })

  it('leaves the list of the store as it was', async () => {
    const disk = smallDisk(2 * MEGABYTE)
    const store = new Store(join(disk.path, 'store'))
    await copied(await imageOf(folder, ['small']), new StoreDestination(store, parseStoreName('one')))
    const filler = join(disk.path, 'filler')
    writeFileSync(filler, Buffer.alloc(statfsSync(disk.path).bavail * statfsSync(disk.path).bsize))
    const failure = await failing(tagInStore(store, 'one', parseStoreName('other'), context.signal))
    expect([failure.kind, failure.message]).toEqual(['io', expect.stringContaining('There is no room left')])
    expect(tagsOf(store)).toEqual(['one:latest'])
    rmSync(filler)
    await tagInStore(store, 'one', parseStoreName('other'), context.signal)
    expect(tagsOf(store)).toEqual(['one:latest', 'other:latest'])
  })

  it.each([
    ['a layout', (path: string) => new LayoutDestination(path, '1'), (path: string) => `oci:${path}:1`],
    ['an archive', (path: string) => new OciArchiveDestination(path, '1'), (path: string) => `oci-archive:${path}:1`],
  ])('is told where %s is written, and leaves none that opens', async (what, destination, reference) => {
    const disk = smallDisk(2 * MEGABYTE)
    const path = join(disk.path, 'target')
    const image = await largeImage()
    const failure = await failing(copied(image, destination(path)))
    expect([failure.kind, failure.message]).toEqual(['io', `There is no room left for ${path}.`])
    // Of an archive nothing stays.
    expect(failure.advice?.includes('what arrived is kept')).toBe(what === 'a layout')
    expect(filesIn(disk.path).filter(name => name.endsWith('.tmp'))).toEqual([])
    await expect(openImage(reference(path))).rejects.toThrow()
    disk.grow(16 * MEGABYTE)
    await copied(image, destination(path))
    expect((await openImage(reference(path))).digest).toBe(image.digest)
  })

  it.each([
    ['a docker-archive', (path: string) => new DockerArchiveWriter(path).destination('one')],
    ['an OCI archive', (path: string) => new OciArchiveDestination(path, '1')],
  ])('is told by its own name where the layers of %s wait, not by that of the archive', async (_what, destination) => {
    const disk = smallDisk(2 * MEGABYTE)
    const image = await largeImage()
    vi.stubEnv('TMPDIR', disk.path)
    const failure = await failing(copied(image, destination(join(folder, `waiting-${n++}`)))).finally(() =>
      vi.unstubAllEnvs(),
    )
    expect([failure.kind, failure.message]).toEqual(['io', expect.stringContaining(`no room left in ${disk.path}`)])
    expect(failure.advice).toContain('TMPDIR=')
  })

  it('is told by the program too, which writes in a thread of its own, and ends with 2', async () => {
    const disk = smallDisk(2 * MEGABYTE)
    const store = new Store(join(disk.path, 'store'))
    const {reference} = await largeImage()
    const {code, stderr} = await layerlens(['copy', reference, 'store:one', '--store', store.folder])
    expect([code, stderr]).toEqual([2, expect.stringContaining('There is no room left for the store')])
    expect(tagsOf(store)).toEqual([])
    disk.grow(16 * MEGABYTE)
    const again = await layerlens(['copy', reference, 'store:one', '--store', store.folder])
    expect([again.code, tagsOf(store)]).toEqual([0, ['one:latest']])
    expect((await examineStore(store, context)).damaged).toEqual([])
  })
})
