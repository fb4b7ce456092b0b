import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {differencesOf} from '../../../src/image/analysis/comparison/differences.ts'
import {Union} from '../../../src/image/filesystem/union.ts'
import {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import type {Context} from '../../../src/image/oci/image.ts'
import type {ComparedSide} from '../../../src/operations/comparison/compare-images.ts'
import {compareWhole} from '../../../src/operations/comparison/settle-contents.ts'
import {loadImage} from '../../../src/operations/load-image.ts'
import {WorkerPool} from '../../../src/operations/worker/pool.ts'
import {resolveReference} from '../../../src/sources/resolve.ts'
import {Commands} from '../../cli/in-process.ts'
import {savedImage} from '../../cli/saved-image.ts'

/** Larger than what is unpacked at once. */
const LARGE = 300_000

/** As of a layer whose own table of contents names none. */
function withoutDigests({columns, layers}: Union): Union {
  const bare = layers.map(layer => layer && new LayerIndex({...layer.columns, contentDigests: null}, layer.facts))
  return new Union(columns, bare)
}

describe('contents that neither lie plain on disk nor have digests', () => {
  const commands = new Commands()
  const pool = new WorkerPool(new URL('../../../dist/worker.js', import.meta.url), 1)
  const cacheFolder = mkdtempSync(join(tmpdir(), 'layerlens-undecided-'))
  const quiet: Context = {signal: new AbortController().signal, progress: () => {}}
  let sides: readonly [ComparedSide, ComparedSide]

  const load = async (reference: string): Promise<ComparedSide> => {
    const resolved = await resolveReference(reference, {
      hostArchitecture: 'amd64',
      context: quiet,
      store: commands.store,
    })
    if (resolved.kind !== 'image') throw new Error('one image')
    const how = {pool, cacheFolder, context: quiet, partial: false, compare: false, verify: true}
    const loaded = await loadImage(resolved.image, how)
    return {...loaded, union: withoutDigests(loaded.union), layer: resolved.image.layers.length - 1}
  }
  const compare = (context = quiet, contents = true) => compareWhole(...sides, {pool, context, contents})

  beforeAll(async () => {
    for (const [name, letter] of [
      ['before', 'a'],
      ['after', 'b'],
    ] as const) {
      const file = await savedImage([
        {
          by: 'COPY . /',
          puts: [
            {path: 'first', content: 'x'.repeat(LARGE)},
            {path: 'other', content: letter.repeat(LARGE)},
            {path: 'same', content: 'y'.repeat(LARGE)},
            `only-${name} = 1`,
          ],
        },
      ])
      expect((await commands.run('copy', file, `store:shop/${name}:1`)).code).toBe(0)
    }
    sides = [await load('store:shop/before:1'), await load('store:shop/after:1')]
  })
  afterAll(async () => {
    await pool.close()
    await commands.close()
    rmSync(cacheFolder, {recursive: true, force: true})
  })

  it('are read from wherever their layers come, and told', async () => {
    for (const {union} of sides) expect(union.layers[0]!.columns.contentDigests).toBe(null)
    const told: number[] = []
    const found = await compare({...quiet, progress: ({done}) => told.push(done)})
    expect(found.unread).toBe(0)
    const differences = differencesOf(found.union, found.moves)
    expect(differences.map(({node, kind}) => `${kind} ${found.union.path(node)}`)).toEqual([
      'added only-after',
      'removed only-before',
      'modified other',
    ])
    expect(Math.max(...told)).toBe(6 * LARGE)
  })

  it('are counted where they are not read', async () => {
    const found = await compare(quiet, false)
    expect(found.unread).toBe(3)
    expect(differencesOf(found.union, found.moves)).toHaveLength(2)
  })

  it('are let be when they are not wanted any more', async () => {
    const stop = new AbortController()
    const stopping = {signal: stop.signal, progress: ({done}: {done: number}) => done > 0 && stop.abort()}
    await expect(compare(stopping)).rejects.toMatchObject({kind: 'cancelled'})
  })

  it('are counted where their layers are gone', async () => {
    rmSync(join(commands.store.folder, 'blobs'), {recursive: true, force: true})
    expect((await compare()).unread).toBe(3)
  })
})
