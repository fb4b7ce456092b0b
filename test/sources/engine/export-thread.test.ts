import {closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Engine} from '../../../src/sources/engine/engine.ts'
import {exportInto} from '../../../src/sources/engine/export-thread.ts'
import {packTar} from '../../corpus/archives.ts'
import {enginesAt} from '../../engine/engines.ts'
import {type FakeEngine, fakeEngine} from '../../engine/fake-engine.ts'

const BUILT = new URL('../../../dist/export-worker.js', import.meta.url)
const ID = `sha256:${'0'.repeat(64)}`
let folder: string
let fake: FakeEngine
let engine: Engine
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'layerlens-export-'))
  fake = await fakeEngine([{tar: await packTar([{name: 'file', content: 'x'.repeat(3_000_000)}])}])
  engine = await enginesAt(fake.host).find(null, new AbortController().signal)
})
afterAll(async () => {
  await fake.close()
  rmSync(folder, {recursive: true, force: true})
})

describe.each([
  ['a thread of its own', BUILT],
  ["the caller's thread, where the other was not built", new URL('no-such-file.js', BUILT)],
])('an export that is written in %s', (_where, entry) => {
  const path = () => join(folder, 'saved')
  /** Exports into a file; gives what it told of the size. */
  async function exported(signal = new AbortController().signal, flags = 'w', hear = (_size: number) => {}) {
    const fd = openSync(path(), flags)
    const sizes: number[] = []
    const written = (size: number) => {
      sizes.push(size)
      hear(size)
    }
    try {
      await exportInto(engine, ID, fd, {written, signal}, entry)
      return sizes
    } finally {
      closeSync(fd)
    }
  }

  it.each([
    ['at once', (response: Parameters<FakeEngine['send']>[0], saved: Uint8Array) => void response.end(saved)],
    [
      'in many pieces',
      (response: Parameters<FakeEngine['send']>[0], saved: Uint8Array) => {
        for (let at = 0; at < saved.length; at += 1013) response.write(saved.subarray(at, at + 1013))
        response.end()
      },
    ],
  ])('is what was sent, %s, and is told of as it grows', async (_how, send) => {
    fake.send = send
    const sizes = await exported()
    expect(readFileSync(path()).equals(fake.saved)).toBe(true)
    expect(sizes.at(-1)).toBe(fake.saved.length)
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
  })

  it('is refused in the words of the engine', async () => {
    fake.send = response => void response.writeHead(404).end('{"message":"no such image"}')
    await expect(exported()).rejects.toMatchObject({kind: 'not-found', said: 'no such image'})
    expect(statSync(path()).size).toBe(0)
  })

  it('that breaks off says so', async () => {
    fake.send = (response, saved) => {
      response.write(saved.subarray(0, 2_000_000), () => response.destroy())
    }
    await expect(exported()).rejects.toMatchObject({
      kind: 'engine-lost',
      message: expect.stringContaining('the engine closed it'),
    })
  })

  it('stops when it is told to, and writes nothing any more', async () => {
    fake.send = (response, saved) => void response.write(saved.subarray(0, 2_000_000))
    const controller = new AbortController()
    const stopped = exported(controller.signal, 'w', () => controller.abort())
    await expect(stopped).rejects.toMatchObject({kind: 'cancelled'})
    const before = new AbortController()
    before.abort()
    await expect(exported(before.signal)).rejects.toMatchObject({kind: 'cancelled'})
    expect(statSync(path()).size).toBe(0)
  })

  it('that can not be written fails with what the system says', async () => {
    fake.send = (response, saved) => void response.end(saved)
    await exported()
    await expect(exported(undefined, 'r')).rejects.toMatchObject({code: 'EBADF'})
  })
})
