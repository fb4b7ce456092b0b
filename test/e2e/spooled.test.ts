import {spawn} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, it} from 'vitest'
import {packTar} from '../corpus/archives.ts'
import {requires} from '../corpus/real/tools.ts'
import {fakeEngine} from '../engine/fake-engine.ts'
import {PROGRAM, quote, withTerminal} from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-spooled-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const DEMO = join(import.meta.dirname, '../../assets/demo.tar')
const packed = gzipSync(readFileSync(DEMO))
const path = join(folder, 'demo.tar.gz')
writeFileSync(path, packed)
const damaged = join(folder, 'damaged.tar.gz')
writeFileSync(damaged, packed.subarray(0, packed.length - 5000))

/** The program with a folder for temporary files of its own; told when it ended. */
function started(args: readonly string[]) {
  const place = mkdtempSync(join(folder, 'tmp-'))
  const env = {...process.env, TMPDIR: place, XDG_CACHE_HOME: join(folder, 'cache')}
  const child = spawn(process.execPath, [PROGRAM, ...args], {stdio: ['pipe', 'ignore', 'ignore'], env})
  child.stdin.on('error', () => {})
  const ended = new Promise<number | string>(resolve => {
    child.once('exit', (code, signal) => resolve(code ?? signal!))
  })
  return {child, place, ended}
}

/**
 * Waits until the program holds an open file of the folder, with a name or without; for what no program survives until it has
 * none: between making the file and taking its name away lies a moment, after which a later run collects it.
 */
async function spooling(pid: number, place: string, nameless: boolean): Promise<void> {
  for (;;) {
    const fds = readdirSync(`/proc/${pid}/fd`)
    const open = fds.some(fd => {
      try {
        const target = readlinkSync(`/proc/${pid}/fd/${fd}`)
        return target.startsWith(place) && (!nameless || target.endsWith(' (deleted)'))
      } catch {
        return false
      }
    })
    if (open) return
    await pause(5)
  }
}

const onLinux = {skip: process.platform !== 'linux'}

describe('an archive that is unpacked into a temporary file', onLinux, () => {
  it.each([
    ['it was read', [path], 0],
    ['it turned out to be damaged', [damaged], 2],
    ['what was asked for is not there', [`docker-archive:${path}:no-such-tag`], 2],
  ])('leaves nothing when %s', async (_, references, code) => {
    const {place, ended} = started(['inspect', ...references])
    expect(await ended).toBe(code)
    expect(readdirSync(place)).toEqual([])
  })

  it.each([
    ['SIGTERM', 130],
    ['SIGINT', 130],
    ['SIGHUP', 130],
    ['SIGKILL', 'SIGKILL'],
  ] as const)('leaves nothing when %s ends the program while it is written', async (signal, code) => {
    const {child, place, ended} = started(['inspect', '-'])
    child.stdin.write(packed.subarray(0, packed.length / 2))
    await spooling(child.pid!, place, signal === 'SIGKILL')
    child.kill(signal)
    expect(await ended).toBe(code)
    expect(readdirSync(place)).toEqual([])
  })

  it('leaves nothing when the screen is left, or ended from outside', requires('tmux'), async () => {
    for (const end of ['key', 'SIGTERM', 'SIGKILL'] as const) {
      const place = mkdtempSync(join(folder, 'tmp-'))
      const pidFile = join(place, '..', 'pid')
      const run = `${quote(process.execPath)} ${quote(PROGRAM)} --no-cache ${quote(path)}`
      const script = `sh -c ${quote(`echo $$ > ${quote(pidFile)}; exec env TMPDIR=${quote(place)} ${run}`)}`
      await withTerminal(script, {}, async terminal => {
        await terminal.waitFor('shop/tea:1.4')
        const pid = Number(readFileSync(pidFile, 'utf8'))
        await spooling(pid, place, end === 'SIGKILL')
        expect(readdirSync(place)).toEqual([])
        if (end === 'key') await terminal.press('q')
        else process.kill(pid, end)
        await terminal.waitForPrompt()
      })
      expect(readdirSync(place)).toEqual([])
    }
  })

  it(
    'that an engine still exports leaves nothing however the screen ends, neither here nor there',
    requires('tmux'),
    async () => {
      const engine = await fakeEngine([{tar: await packTar([{name: 'big', content: 'x'.repeat(3_000_000)}])}])
      for (const end of ['key', 'SIGTERM', 'SIGKILL'] as const) {
        let isAsked = () => {}
        const asked = new Promise<void>(resolve => {
          isAsked = resolve
        })
        const closed = new Promise<void>(resolve => {
          engine.send = (response, saved) => {
            response.once('close', resolve)
            response.write(saved.subarray(0, 2_500_000), isAsked)
          }
        })
        const place = mkdtempSync(join(folder, 'tmp-'))
        const pidFile = join(place, '..', 'pid')
        const run = `${quote(process.execPath)} ${quote(PROGRAM)} --no-cache --host ${engine.host} docker-daemon:fake:1`
        const script = `sh -c ${quote(`echo $$ > ${quote(pidFile)}; exec env TMPDIR=${quote(place)} ${run}`)}`
        await withTerminal(script, {}, async terminal => {
          await terminal.waitFor('fake:1')
          const pid = Number(readFileSync(pidFile, 'utf8'))
          await spooling(pid, place, end === 'SIGKILL')
          await asked
          if (end === 'key') await terminal.press('q')
          else process.kill(pid, end)
          await terminal.waitForPrompt()
        })
        await closed
        expect(readdirSync(place)).toEqual([])
      }
      await engine.close()
    },
  )
})
