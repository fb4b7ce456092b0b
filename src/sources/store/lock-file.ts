import {linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync} from 'node:fs'
import {errorCode} from '../../image/oci/error.ts'
import {livenessOf, type ProcessIdentity} from './process-identity.ts'

/** Who holds a lock, as its file says. */
export interface LockHolder extends ProcessIdentity {
  /** of this one holding */
  readonly id: string
  /** what it does, in words */
  readonly what: string
  /** milliseconds since 1970 */
  readonly since: number
}

/** What trying to take a lock came to: it is ours, somebody has it, or things changed and trying at once may do. */
export type Taking = 'taken' | 'changed' | {readonly holder: LockHolder | null}

/**
 * Tries to take a lock file once. The file comes to be by a hard link, whole, so one process alone gets it. One whose holder
 * died is taken over: who may is decided by another link, named for the dead holder, that only one process can make; should
 * that one die too before it is done, the next is named for it in turn. `mine` holds our own holder's JSON already.
 */
export function takeLockFile(path: string, mine: string, own: LockHolder): Taking {
  if (linked(mine, path)) return 'taken'
  const chain = chainFrom(path)
  if (chain === 'changed') return 'changed'
  const last = chain.at(-1)!
  if (last === null || livenessOf(last) !== 'dead') return {holder: last}
  const claim = claimPath(path, last.id)
  if (!linked(mine, claim)) return 'changed'
  // Since we looked, somebody may have taken over from the same holder and tidied up behind him.
  const now = readHolder(path)
  if (now === 'gone' || now === null || !chain.some(holder => holder?.id === now.id)) {
    rmSync(claim, {force: true})
    return 'changed'
  }
  writeFileSync(`${mine}.own`, JSON.stringify(own))
  renameSync(`${mine}.own`, path)
  for (const holder of chain) if (holder !== null) rmSync(claimPath(path, holder.id), {force: true})
  return 'taken'
}

/** Gives a lock back that is ours. */
export function releaseLockFile(path: string, id: string): void {
  const now = readHolder(path)
  if (now !== 'gone' && now?.id === id) unlinkSync(path)
}

/** The one who holds a lock, and who took over from whom as far as that got: the last one counts. */
function chainFrom(path: string): (LockHolder | null)[] | 'changed' {
  const first = readHolder(path)
  if (first === 'gone') return 'changed'
  const chain = [first]
  for (let last = first; last !== null && chain.length < LONGEST; ) {
    const next = readHolder(claimPath(path, last.id))
    if (next === 'gone') break
    chain.push(next)
    last = next
  }
  return chain
}

/** Deaths in a row, each in the microseconds of a takeover. */
const LONGEST = 1000

function claimPath(path: string, id: string): string {
  return `${path}.from-${id}`
}

/** Null: it says nothing that we understand. */
export function readHolder(path: string): LockHolder | null | 'gone' {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return 'gone'
    throw thrown
  }
  return parseHolder(text)
}

function parseHolder(text: string): LockHolder | null {
  try {
    const {id, pid, started, machine, boot, what, since} = JSON.parse(text) as Record<string, unknown>
    if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id) || typeof machine !== 'string') return null
    if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1) return null
    return {
      ...{id, pid, machine},
      started: typeof started === 'string' ? started : null,
      boot: typeof boot === 'string' ? boot : null,
      what: typeof what === 'string' ? what : '',
      since: typeof since === 'number' ? since : 0,
    }
  } catch {
    return null
  }
}

/** True where the link was made, false where one is there. On file systems without links, a new file has to do. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (thrown) {
    const code = errorCode(thrown)
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw thrown
  }
  try {
    writeFileSync(to, readFileSync(from), {flag: 'wx'})
    return true
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false
    throw thrown
  }
}
