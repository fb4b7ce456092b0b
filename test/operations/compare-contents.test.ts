import {createHash} from 'node:crypto'
import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, it} from 'vitest'
import type {ContentComparison} from '../../src/image/analysis/content-comparison.ts'
import {compareContents} from '../../src/operations/compare-contents.ts'
import type {ImageFiles} from '../../src/operations/extract/path-failure.ts'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import {layerOf, type Put} from '../image/filesystem/stack.ts'
import {context, imageFiles, temporaryFolder} from './extract/image-files.ts'

const pool = new WorkerPool(new URL('../../dist/worker.js', import.meta.url), 1)
afterAll(() => pool.close())
const folder = temporaryFolder()
const digest = (bytes: string | Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** The versions of `file` in the first two layers. */
function versionsIn({union}: ImageFiles): readonly [number, number] {
  const node = union.find('file')
  return [union.versionIn(node, 0), union.versionIn(node, 1)]
}

/** How `file` differs from one layer to the next; the second layer packed in some way. */
async function compared(
  before: Put | string,
  after: Put | string,
  pack = (tar: Uint8Array) => tar,
): Promise<ContentComparison> {
  const files = await imageFiles(folder, [layerOf([before]), pack(layerOf(['other = x', after]))])
  return compareContents(files, versionsIn(files), {pool, context})
}

const put = (content: string): Put => ({path: 'file', content})

describe('two versions', () => {
  it.each([
    ['plain layers', undefined],
    ['a compressed layer', (tar: Uint8Array) => gzipSync(tar)],
  ])('of a text are compared line by line, from %s', async (_, pack) => {
    const comparison = await compared(put('a\nb\n'), put('a\nB\n'), pack)
    expect(comparison).toMatchObject({kind: 'text', diff: {added: 1, removed: 1}})
  })

  it('that hold the same are called the same', async () => {
    expect(await compared(put('tea'), put('tea'))).toEqual({kind: 'same', size: 3, digest: digest('tea')})
    expect(await compared(put(''), put(''))).toEqual({kind: 'same', size: 0, digest: digest('')})
  })

  it.each([
    ['in the middle', 'a\0b', 'a\0c', 2],
    ['where one of them ends', 'a\0b', 'a\0bc', 3],
    ['at the first byte', '\0', 'x', 0],
    ['where one is empty', '', 'x\0', 0],
  ])('that are no text part %s', async (_, before, after, firstDifference) => {
    expect(await compared(put(before), put(after))).toEqual({
      kind: 'bytes',
      why: 'binary',
      before: {size: before.length, digest: digest(before)},
      after: {size: after.length, digest: digest(after)},
      firstDifference,
    })
  })

  it('that are too large for lines are told by digests and where they part, far into them', async () => {
    const text = 'line of tea\n'.repeat(400_000)
    const changed = `${text.slice(0, 4_700_000)}!${text.slice(4_700_001)}`
    expect(await compared(put(text), put(changed), gzipSync)).toEqual({
      kind: 'bytes',
      why: 'large',
      before: {size: text.length, digest: digest(text)},
      after: {size: text.length, digest: digest(changed)},
      firstDifference: 4_700_000,
    })
  })

  it('one of which has no contents are not compared', async () => {
    expect(await compared('file -> tea', put('tea'))).toEqual({kind: 'none'})
  })

  it('are no longer compared when nobody asks any more, at whatever moment', async () => {
    const text = 'line of tea\n'.repeat(400_000)
    const files = await imageFiles(folder, [gzipSync(layerOf([put(text)])), gzipSync(layerOf([put(`${text}!`)]))])
    // Counted in what it tells, and not in turns of its thread: a slow machine does all of it in a few of those.
    const compared = (signal: AbortSignal, progress: () => void) =>
      compareContents(files, versionsIn(files), {pool, context: {signal, progress}})
    let all = 0
    await compared(new AbortController().signal, () => void all++)
    expect(all).toBeGreaterThan(3)
    for (let after = 0; after <= all; after++) {
      const controller = new AbortController()
      let told = 0
      if (after === 0) controller.abort()
      const running = compared(controller.signal, () => void (++told === after && controller.abort()))
      await expect(running).rejects.toMatchObject({kind: 'cancelled'})
    }
    // While the first bytes are on their way.
    const leaving = new AbortController()
    const early = expect(compared(leaving.signal, () => {})).rejects.toMatchObject({kind: 'cancelled'})
    await new Promise(resolve => setImmediate(resolve))
    leaving.abort()
    await early
  })
})
