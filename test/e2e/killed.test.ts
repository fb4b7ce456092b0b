import {spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setImmediate as turn} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {LayoutBuilder, packTar} from '../corpus/archives.ts'
import {command} from '../corpus/real/command.ts'
import {PROGRAM} from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-killed-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const FILES = 20_000
let reference = ''
beforeAll(async () => {
  const layout = new LayoutBuilder()
  const members = Array.from({length: FILES}, (_, i) => ({name: `folder-${i % 100}/file number ${i}`, content: ''}))
  layout.list(layout.image([await packTar(members)]), 'many')
  reference = `oci:${layout.writeFolder(join(folder, 'many'))}`
})

const filesOf = (cache: string) => readdirSync(cache, {recursive: true}).map(String)
const half = (cache: string) => filesOf(cache).filter(name => name.endsWith('.tmp'))

/** Ends the program without a chance to tidy up, as soon as it has begun to write to its cache. */
async function killWhileWriting(cache: string): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, 'inspect', '--json', reference], {
    stdio: 'ignore',
    env: {...process.env, XDG_CACHE_HOME: cache},
  })
  const ended = new Promise(resolve => child.once('exit', resolve))
  while (child.exitCode === null && half(cache).length === 0) await turn()
  child.kill('SIGKILL')
  await ended
}

async function inspect(cache: string): Promise<{totals: {files: number}; layers: {error: string | null}[]}> {
  const args = [PROGRAM, 'inspect', '--json', reference]
  return JSON.parse(await command(process.execPath, args, {env: {XDG_CACHE_HOME: cache}}))
}

describe('a program that was killed while it wrote its cache', () => {
  it('leaves at most a temporary file, which nobody reads', async () => {
    for (let i = 0; i < 5; i++) {
      const cache = join(folder, `cache-${i}`)
      mkdirSync(cache)
      await killWhileWriting(cache)
      const found = await inspect(cache)
      expect(found.totals.files).toBe(FILES)
      expect(found.layers[0]!.error).toBeNull()
      // What it kept is as good as what it read.
      expect(await inspect(cache)).toEqual(found)
    }
  })

  it('has its leftovers removed by a later one, once nobody can still be writing them', async () => {
    const cache = join(folder, 'cache-old')
    const layers = join(cache, 'layerlens', 'layers')
    mkdirSync(layers, {recursive: true})
    const [old, fresh] = ['1', '2'].map(n => join(layers, `diff-${'0'.repeat(64)}.idx.${n}.abc.tmp`))
    for (const path of [old!, fresh!]) writeFileSync(path, 'half')
    const longAgo = Date.now() / 1000 - 3600
    utimesSync(old!, longAgo, longAgo)
    await inspect(cache)
    expect(half(cache)).toHaveLength(1)
    expect(half(cache)[0]).toContain('.2.abc.tmp')
  })
})
