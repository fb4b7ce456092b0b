import {spawnSync} from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Worker} from 'node:worker_threads'
import {describe, expect, it, vi} from 'vitest'
import {bundleText} from '../../../scripts/bundle.mjs'
import {removeLeftovers} from '../../../src/sources/spool/leftovers.ts'
import {TemporaryFile} from '../../../src/sources/spool/temporary-file.ts'
import {temporaryFolder} from '../opening.ts'

vi.mock('node:fs', async original => {
  const fs = await original<typeof import('node:fs')>()
  return {...fs, unlinkSync: vi.fn(fs.unlinkSync)}
})

const folder = temporaryFolder()

describe.each([
  ['without a name, where the system can do that', false],
  ['with a name', true],
])('a temporary file %s', (_, named) => {
  it('is read by its path, by other threads too, until it is closed', async () => {
    const file = new TemporaryFile(named)
    await file.write(Buffer.from('one '))
    await file.write(Buffer.from('two'))
    expect(file.size).toBe(7)
    expect(readFileSync(file.path, 'utf8')).toBe('one two')
    const code = `require('worker_threads').parentPort.postMessage(require('fs').readFileSync(${JSON.stringify(file.path)}, 'utf8'))`
    const worker = new Worker(code, {eval: true})
    expect(await new Promise(resolve => worker.once('message', resolve))).toBe('one two')
    file.close()
    expect(existsSync(file.path)).toBe(false)
    file.close()
  })

  it('belongs to us alone', () => {
    const file = new TemporaryFile(named)
    expect(statSync(file.path).mode & 0o777).toBe(0o600)
    file.close()
  })
})

describe('when the program ends', () => {
  it.each([
    ['by itself, in the middle', true, ''],
    ['by process.exit', true, 'process.exit(3)'],
    ['by an error', true, 'throw new Error()'],
    ...(process.platform === 'linux'
      ? [['by a signal that nobody can catch', false, "process.kill(process.pid, 'SIGKILL')"]]
      : []),
  ] as [string, boolean, string][])('%s, nothing stays', async (_, named, end) => {
    const place = join(import.meta.dirname, '../../../src/sources/spool/temporary-file.ts')
    const code = `import {TemporaryFile} from ${JSON.stringify(place)}
      const file = new TemporaryFile(${named})
      await file.write(Buffer.from('x'))
      console.log('written')
      ${end}`
    const env = {...process.env, TMPDIR: folder}
    const {stdout} = spawnSync(process.execPath, ['--input-type=module', '-e', await bundleText(code)], {env})
    expect(stdout.toString()).toBe('written\n')
    expect(readdirSync(folder)).toEqual([])
  })

  it('one listener sees to all that has a name, however often there was none meanwhile', () => {
    new TemporaryFile(true).close()
    const before = process.listenerCount('exit')
    for (let n = 0; n < 3; n++) new TemporaryFile(true).close()
    expect(process.listenerCount('exit')).toBe(before)
  })

  it('has no name left in the common folder either', async () => {
    const before = readdirSync(tmpdir()).filter(isOurs)
    const file = new TemporaryFile()
    if (process.platform === 'linux') expect(readdirSync(tmpdir()).filter(isOurs)).toEqual(before)
    file.close()
  })
})

describe('what a killed program left', () => {
  const uuid = '01234567-89ab-cdef-0123-456789abcdef'
  const dead = spawnSync('true').pid
  const HOUR = 3600_000

  it('is removed by a later one: only files of dead programs that are old, and bear our name', () => {
    const place = mkdtempSync(join(folder, 'left-'))
    const names = [
      `layerlens-${dead}-${uuid}.tar`,
      `layerlens-${process.pid}-${uuid}.tar`,
      `layerlens-1-${uuid}.tar`,
      `layerlens-${dead}-notes.tar`,
      `layerlens-${uuid}.tar`,
      'other.tar',
      `layerlens-${dead}-${uuid}.tar.${dead}.tmp`,
    ]
    for (const name of names) writeFileSync(join(place, name), 'x')
    mkdirSync(join(place, `layerlens-${dead}-${uuid.replace('0', '1')}.tar`))
    removeLeftovers(place)
    expect(readdirSync(place)).toHaveLength(8)
    removeLeftovers(place, Date.now() + 2 * HOUR)
    expect(readdirSync(place)).toHaveLength(6)
    expect([names[0]!, names.at(-1)!].map(name => existsSync(join(place, name)))).toEqual([false, false])
    expect(() => removeLeftovers(join(place, 'no/such'))).not.toThrow()
  })

  it('that belongs to somebody else does not keep the rest', () => {
    const place = mkdtempSync(join(folder, 'left-'))
    const names = [1, 2, 3].map(n => `layerlens-${dead}-${uuid.replace('0', String(n))}.tar`)
    for (const name of names) writeFileSync(join(place, name), 'x')
    vi.mocked(unlinkSync).mockImplementationOnce(() => {
      throw Object.assign(new Error('not yours'), {code: 'EPERM'})
    })
    removeLeftovers(place, Date.now() + 2 * HOUR)
    expect(readdirSync(place)).toHaveLength(1)
  })
})

function isOurs(name: string): boolean {
  return /^layerlens-.*\.tar$/.test(name)
}
