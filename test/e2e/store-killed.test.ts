import {type ChildProcess, spawn} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setImmediate as turn} from 'node:timers/promises'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {Store} from '../../src/sources/store/store.ts'
import {collectStore, examineStore} from '../../src/sources/store/store-verbs.ts'
import {layerlens} from '../cli/program.ts'
import {LayoutBuilder, packTar} from '../corpus/archives.ts'
import {command} from '../corpus/real/command.ts'
import {requires} from '../corpus/real/tools.ts'
import {context} from '../sources/opening.ts'
import {PROGRAM} from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-store-killed-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** Two images of some layers each; they share half of them. */
const LAYERS = 8
let layout: string
beforeAll(async () => {
  const tars = await Promise.all(
    Array.from({length: LAYERS + LAYERS / 2}, (_, i) => packTar([{name: `f${i}`, content: randomBytes(300_000)}])),
  )
  const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'
  const builder = new LayoutBuilder()
  const image = (own: Buffer[]) => builder.image(own, {stored: own.map(tar => gzipSync(tar, {level: 1})), layerType})
  builder.list(image(tars.slice(0, LAYERS)), 'one').list(image(tars.slice(LAYERS / 2)), 'two')
  layout = builder.writeFolder(join(folder, 'layout'))
})

const env = {DOCKER_HOST: 'unix:///nowhere', CONTAINER_HOST: 'unix:///nowhere'}

function start(store: Store, ...args: string[]): {child: ChildProcess; ended: Promise<number | null>} {
  const child = spawn(process.execPath, [PROGRAM, ...args, '--store', store.folder], {
    stdio: 'ignore',
    env: {...process.env, ...env},
  })
  return {child, ended: new Promise(resolve => child.once('close', resolve))}
}

const tagsOf = (store: Store) => store.readIndex().entries.map(({tag}) => tag)

/** What skopeo reads, it holds against every digest. */
async function expectSound(store: Store): Promise<void> {
  for (const tag of tagsOf(store)) {
    const target = join(folder, 'read')
    await command('skopeo', ['--insecure-policy', 'copy', '--quiet', `oci:${store.folder}:${tag}`, `dir:${target}`])
    rmSync(target, {recursive: true})
  }
}

const namesIn = (path: string) => (existsSync(path) ? readdirSync(path) : [])
const signal = context.signal

/** Moments of a copy into the store, by what can be seen of it. */
const MOMENTS: readonly (readonly [string, (store: Store) => boolean])[] = [
  ['the first bytes come', store => namesIn(store.incomingFolder).length > 0],
  // Before its mark is whole nothing says of which machine it is, and what it left is kept for a day.
  ['it says what it writes', store => namesIn(store.marksFolder).some(name => name.endsWith('.json'))],
  ...[1, 3, 5, LAYERS, LAYERS + 1, LAYERS + 2].map(
    count =>
      [
        `${count} more blobs are there`,
        (store: Store) =>
          namesIn(join(store.folder, 'blobs/sha256')).length >= LAYERS + 2 + Math.min(count, LAYERS / 2 + 2),
      ] as const,
  ),
  ['the lock is taken', store => existsSync(join(store.ownFolder, 'lock'))],
  ['the list is changed', store => tagsOf(store).includes('two:latest')],
]

describe('a program that is killed while it writes into the store', requires('skopeo'), () => {
  it.each(MOMENTS)('when %s: loses nothing, and another try goes on', async (name, isNow) => {
    const store = new Store(join(folder, `store-${name.replaceAll(' ', '-')}`))
    expect(await start(store, 'copy', `oci:${layout}:one`, 'store:one').ended).toBe(0)
    const {child, ended} = start(store, 'copy', `oci:${layout}:two`, 'store:two')
    while (child.exitCode === null && !isNow(store)) await turn()
    child.kill('SIGKILL')
    await ended

    expect(['one:latest', 'one:latest,two:latest']).toContain(tagsOf(store).join())
    await expectSound(store)
    expect((await examineStore(store, context)).damaged).toEqual([])

    // What it left is collected, though it is young: its writer is dead.
    const {collected} = await collectStore(store, {untagged: false, now: Date.now(), signal})
    expect(collected.kept).toEqual([])
    expect(namesIn(store.incomingFolder)).toEqual([])
    expect(namesIn(store.marksFolder)).toEqual([])
    await expectSound(store)

    expect(await start(store, 'copy', `oci:${layout}:two`, 'store:two').ended).toBe(0)
    expect(tagsOf(store)).toEqual(['one:latest', 'two:latest'])
    await expectSound(store)
    expect(readdirSync(store.ownFolder).toSorted()).toEqual(['incoming', 'index.json', 'writers'])
  })
})

describe('many programs that write into one store at once', requires('skopeo'), () => {
  it('lose nothing of each other, while another collects all the time', async () => {
    const store = new Store(join(folder, 'together'))
    const names = Array.from({length: 8}, (_, i) => `image-${i}:latest`)
    const copies = names.map((name, i) =>
      start(store, 'copy', `oci:${layout}:${i % 2 ? 'one' : 'two'}`, `store:${name}`),
    )
    let writing = true
    const all = Promise.all(copies.map(({ended}) => ended)).finally(() => {
      writing = false
    })
    const collecting = (async () => {
      while (writing) {
        // As if all were old: only what is needed or claimed may stay.
        await collectStore(store, {untagged: false, now: Date.now() + 1e10, signal})
        await turn()
      }
    })()
    expect(await all).toEqual(names.map(() => 0))
    await collecting
    expect(tagsOf(store).toSorted()).toEqual(names)
    await expectSound(store)
  })

  it('and remove from it: what stays is whole', async () => {
    const store = new Store(join(folder, 'removing'))
    expect(await start(store, 'copy', `oci:${layout}:one`, 'store:one').ended).toBe(0)
    expect(await start(store, 'copy', `oci:${layout}:two`, 'store:two').ended).toBe(0)
    const works = [
      start(store, 'rm', 'store:one'),
      start(store, 'tag', 'store:two', 'other'),
      start(store, 'copy', `oci:${layout}:one`, 'store:again'),
      start(store, 'gc'),
    ]
    expect(await Promise.all(works.map(({ended}) => ended))).toEqual([0, 0, 0, 0])
    expect(tagsOf(store).toSorted()).toEqual(['again:latest', 'other:latest', 'two:latest'])
    await expectSound(store)
  })
})

describe('a copy into the store that is stopped', () => {
  it('ends with 130 and leaves no tag and nothing half-written', async () => {
    const store = new Store(join(folder, 'stopped'))
    const {child, ended} = start(store, 'copy', `oci:${layout}:one`, 'store:one')
    while (child.exitCode === null && namesIn(store.incomingFolder).length === 0) await turn()
    child.kill('SIGINT')
    const code = await ended
    // On a fast machine it may be done before it hears of it.
    expect([0, 130]).toContain(code)
    expect(tagsOf(store)).toEqual(code === 0 ? ['one:latest'] : [])
    expect([namesIn(store.incomingFolder), namesIn(store.marksFolder)]).toEqual([[], []])
  })

  it('says what the store does not hold', async () => {
    const store = new Store(join(folder, 'stopped'))
    const outcome = await layerlens(['tag', 'store:none', 'x', '--store', store.folder], {env})
    expect([outcome.code, outcome.stderr]).toEqual([2, expect.stringContaining('holds no image none')])
  })

  it('says who holds the store, what for and what to do, where somebody does for too long', async () => {
    const store = new Store(join(folder, 'held'))
    await layerlens(['copy', `oci:${layout}:one`, 'store:one', '--store', store.folder], {env})
    const outcome = await store.locked('writing shop/api', signal, () =>
      layerlens(['tag', 'store:one', 'other', '--store', store.folder], {env}),
    )
    expect(outcome.code).toBe(2)
    expect(outcome.stderr).toContain(`The store is held by process ${process.pid} (writing shop/api)`)
    expect(outcome.stderr).toContain('Wait until it is done, or end it, and try again.')
    expect(tagsOf(store)).toEqual(['one:latest'])
  })
})
