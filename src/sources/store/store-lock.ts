import {randomUUID} from 'node:crypto'
import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {writeFailure} from '../disk/durable-file.ts'
import {type LockHolder, releaseLockFile, takeLockFile} from './lock-file.ts'
import {livenessOf, ownIdentity} from './process-identity.ts'

export interface LockOptions {
  /** what we do with it, in words: others are told */
  readonly what: string
  readonly signal: AbortSignal
  /** milliseconds that we wait for others */
  readonly patience?: number
}

/** Whoever changes a list has it for milliseconds. */
const PATIENCE = 20_000

/** Within one process they wait for each other without looking at the disk. */
const queues = new Map<string, Promise<unknown>>()

/**
 * Does something while nobody else changes the folder, in this process or another. A lock of a process that died is taken
 * over. Throws `io` with who has it, where it is not to be had; `cancelled`; what `work` throws.
 */
export function withLock<T>(folder: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const before = queues.get(folder) ?? Promise.resolve()
  const turn = before.then(() => locked(folder, options, work))
  queues.set(
    folder,
    turn.catch(() => {}),
  )
  return turn
}

async function locked<T>(folder: string, {what, signal, patience = PATIENCE}: LockOptions, work: () => Promise<T>) {
  const path = join(folder, 'lock')
  const own: LockHolder = {...ownIdentity(), id: randomUUID(), what, since: Date.now()}
  const mine = join(folder, `lock-${own.pid}-${own.id}.tmp`)
  try {
    mkdirSync(folder, {recursive: true})
    writeFileSync(mine, JSON.stringify(own), {flag: 'wx'})
  } catch (thrown) {
    throw writeFailure(folder, thrown)
  }
  try {
    await take(path, mine, own, {signal, patience})
    try {
      return await work()
    } finally {
      releaseLockFile(path, own.id)
    }
  } finally {
    rmSync(mine, {force: true})
  }
}

async function take(
  path: string,
  mine: string,
  own: LockHolder,
  {signal, patience}: {readonly signal: AbortSignal; readonly patience: number},
): Promise<void> {
  const end = performance.now() + patience
  for (let tries = 0; ; tries++) {
    throwIfCancelled(signal)
    const taking = takeLockFile(path, mine, own)
    if (taking === 'taken') return
    if (performance.now() > end) throw held(path, taking === 'changed' ? null : taking.holder)
    if (taking !== 'changed') await pause(Math.min(100, 2 + tries * 2) * (0.5 + Math.random() / 2))
  }
}

function held(path: string, holder: LockHolder | null): LensError {
  if (holder === null) {
    return new LensError('io', t`The store is locked by ${path}, which does not say for whom.`, {
      advice: t`If no other program changes the store now, remove that file: rm ${path}`,
    })
  }
  const {pid, machine, what, since} = holder
  const where = livenessOf(holder) === 'unknown' ? t` on ${machine.split(' ')[0]}` : ''
  const long = Math.max(1, Math.round((Date.now() - since) / 1000))
  return new LensError('io', t`The store is held by process ${pid}${where} (${what}) for ${long} s by now.`, {
    advice:
      where === ''
        ? t`Wait until it is done, or end it, and try again.`
        : t`Wait until it is done. If nothing runs there any more, remove its lock: rm ${path}`,
  })
}
