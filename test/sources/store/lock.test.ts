import {type ChildProcess, spawn} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {bundleFile} from '../../../scripts/bundle.mjs'
import {livenessOf, ownIdentity, type ProcessIdentity} from '../../../src/sources/store/process-identity.ts'
import {withLock} from '../../../src/sources/store/store-lock.ts'
import {failing} from '../registry/clients.ts'
import {ownFolder} from './images.ts'

const root = ownFolder()
let folder: string
let n = 0
beforeEach(() => {
  folder = join(root, `lock-${n++}`)
  mkdirSync(folder)
})

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A process that does nothing until it is killed, as somebody who holds a lock. */
function other(): {child: ChildProcess; identity: ProcessIdentity} {
  const child = spawn('sleep', ['600'], {stdio: 'ignore'})
  children.push(child)
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!
  return {child, identity: {...ownIdentity(), pid: child.pid!, started}}
}

function held(identity: ProcessIdentity, name = 'lock'): string {
  const id = randomUUID()
  writeFileSync(join(folder, name), JSON.stringify({...identity, id, what: 'pulling a:1', since: Date.now() - 5000}))
  return id
}

const signal = new AbortController().signal
const take = (patience = 20_000, stop = signal) =>
  withLock(folder, {what: 'testing', signal: stop, patience}, async () => 'done')
const ended = (child: ChildProcess) => new Promise(resolve => child.once('close', resolve))

describe('a lock', () => {
  it('is had by one after the other, in one process too, and leaves nothing', async () => {
    let inside = 0
    const work = async () => {
      expect(++inside).toBe(1)
      await new Promise(resolve => setImmediate(resolve))
      inside--
    }
    await Promise.all(Array.from({length: 20}, () => withLock(folder, {what: 'x', signal}, work)))
    await failing(
      withLock(folder, {what: 'x', signal}, async () => {
        throw new TypeError('within')
      }),
    ).catch(thrown => expect(thrown).toBeInstanceOf(TypeError))
    expect(readdirSync(folder)).toEqual([])
  })

  it('that a living process holds is told of: who, what and for how long; it is had when that one ends', async () => {
    const {child, identity} = other()
    held(identity)
    const failure = await failing(take(50))
    expect(failure.message).toMatch(new RegExp(`held by process ${child.pid} \\(pulling a:1\\) for \\d+ s`))
    expect(failure.advice).toContain('try again')
    const waiting = take()
    child.kill('SIGKILL')
    expect(await waiting).toBe('done')
    expect(readdirSync(folder)).toEqual([])
  })

  it('of a process whose number another got is taken over', async () => {
    const {identity} = other()
    held({...identity, started: '1'})
    expect(await take()).toBe('done')
  })

  it('of before the machine started anew is taken over', async () => {
    const {identity} = other()
    held({...identity, boot: 'another'})
    expect(await take()).toBe('done')
  })

  it('of another machine is left alone, with what to do', async () => {
    const {identity} = other()
    held({...identity, machine: 'elsewhere pid:[1]'})
    const failure = await failing(take(50))
    expect([failure.message, failure.advice]).toEqual([
      expect.stringContaining('on elsewhere'),
      expect.stringContaining(`rm ${join(folder, 'lock')}`),
    ])
  })

  it('that says nothing is left alone, with what to do', async () => {
    writeFileSync(join(folder, 'lock'), '')
    expect((await failing(take(50))).advice).toContain(`rm ${join(folder, 'lock')}`)
  })

  it('is taken over also from one who died while taking it over', async () => {
    const {child, identity} = other()
    child.kill('SIGKILL')
    await ended(child)
    const first = held(identity)
    const second = held(identity, `lock.from-${first}`)
    held(identity, `lock.from-${second}`)
    expect(await take()).toBe('done')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is not taken over while somebody living takes it over', async () => {
    const {identity} = other()
    const {child, identity: dead} = other()
    child.kill('SIGKILL')
    await ended(child)
    held(identity, `lock.from-${held(dead)}`)
    expect((await failing(take(50))).message).toContain(`process ${identity.pid}`)
  })

  it('is not waited for by who was told to stop', async () => {
    held(other().identity)
    const stop = new AbortController()
    const waiting = failing(take(20_000, stop.signal))
    stop.abort()
    expect((await waiting).kind).toBe('cancelled')
  })
})

describe('who is alive', () => {
  it('is known of oneself, of the killed and of others', async () => {
    expect(livenessOf(ownIdentity())).toBe('alive')
    const {child, identity} = other()
    expect(livenessOf(identity)).toBe('alive')
    child.kill('SIGKILL')
    // Dead already before its parent looks.
    while (livenessOf(identity) !== 'dead') await new Promise(resolve => setImmediate(resolve))
    expect(livenessOf({...identity, machine: 'x'})).toBe('unknown')
  })
})

describe('many processes, many of them killed while they hold it', () => {
  let program: string
  beforeAll(async () => {
    program = join(root, 'contender.mjs')
    writeFileSync(program, await bundleFile(join(import.meta.dirname, 'contender.ts')))
  })

  it('are never inside together', async () => {
    const log = join(root, 'inside')
    const run = (i: number) =>
      new Promise<number | null>(resolve => {
        const child = spawn(process.execPath, [program, folder, log, String(i)], {stdio: 'ignore'})
        children.push(child)
        child.once('close', resolve)
      })
    const codes: (number | null)[] = []
    let next = 0
    const lane = async () => {
      while (next < 24) codes.push(await run(next++))
    }
    await Promise.all(Array.from({length: 6}, lane))
    // Every third kills itself while it holds the lock.
    expect(codes.filter(code => code === null)).toHaveLength(8)
    expect(codes.filter(code => code === 0)).toHaveLength(16)
    // The last one may have been killed: it is as good as gone.
    expect(await take()).toBe('done')
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })
})
