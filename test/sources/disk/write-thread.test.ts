import {createHash, randomBytes} from 'node:crypto'
import {closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {WriteThread, WriteThreads} from '../../../src/sources/disk/write-thread.ts'

const BUILT = new URL('../../../dist/write-worker.js', import.meta.url)
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'layerlens-write-thread-'))
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** What became of pieces that were appended to a file one after the other. */
async function grown(thread: Pick<WriteThread, 'grow'>, name: string, pieces: readonly Uint8Array[], flags = 'w') {
  const path = join(folder, name)
  const fd = openSync(path, flags)
  try {
    const file = thread.grow(fd, 'sha256')
    const given = pieces.map(piece => {
      const memory = new Uint8Array(piece)
      return file.append(memory, memory.length).catch((thrown: NodeJS.ErrnoException) => thrown.code ?? thrown.message)
    })
    const digest = await file.end()
    return {path, digest, given: await Promise.all(given)}
  } finally {
    closeSync(fd)
  }
}

describe.each([
  ['a thread of its own', new WriteThread(BUILT)],
  ['several threads', new WriteThreads(BUILT, 3)],
  ["the caller's thread, where the other was not built", new WriteThread(new URL('no-such-file.js', BUILT))],
])('writing in %s', (_where, thread) => {
  it('appends pieces in their order, gives their memory back, and knows the digest of all', async () => {
    const pieces = [randomBytes(100_000), randomBytes(1), randomBytes(1 << 20)]
    const {path, digest, given} = await grown(thread, 'three', pieces)
    expect(readFileSync(path).equals(Buffer.concat(pieces))).toBe(true)
    expect(digest).toBe(createHash('sha256').update(Buffer.concat(pieces)).digest('hex'))
    expect(given.map(back => (back as Uint8Array).length)).toEqual([100_000, 1, 1 << 20])
  })

  it('keeps several files apart', async () => {
    const all = Array.from({length: 8}, () => [randomBytes(70_000), randomBytes(70_000)])
    const found = await Promise.all(all.map((pieces, i) => grown(thread, `apart-${i}`, pieces)))
    expect(found.map(({path}) => createHash('sha256').update(readFileSync(path)).digest('hex'))).toEqual(
      found.map(({digest}) => digest),
    )
    expect(new Set(found.map(({digest}) => digest)).size).toBe(8)
  })

  it("says the system's reason where a file takes nothing, and ends all the same", async () => {
    writeFileSync(join(folder, 'read-only'), '')
    const {given} = await grown(thread, 'read-only', [randomBytes(10), randomBytes(10)], 'r')
    expect(given).toEqual(['EBADF', 'EBADF'])
  })
})
