import {readFileSync, readlinkSync} from 'node:fs'
import {hostname} from 'node:os'
import {isRunning} from '../disk/running-process.ts'

/** Which process something belongs to, also after its number was given to another. */
export interface ProcessIdentity {
  readonly pid: number
  /** when it began, in the system's own ticks; null where the system doesn't tell */
  readonly started: string | null
  /** the host and, where there are such, the namespace that numbers its processes */
  readonly machine: string
  /** names one run of that host; null where the system doesn't tell */
  readonly boot: string | null
}

/** `unknown`: it belongs to another machine or container, and nobody here can tell. */
export type Liveness = 'alive' | 'dead' | 'unknown'

let own: ProcessIdentity | null = null

/** Who we are. */
export function ownIdentity(): ProcessIdentity {
  own ??= {pid: process.pid, started: startedOf(process.pid), machine: machineName(), boot: textOf(BOOT)}
  return own
}

/** Whether a process still runs. */
export function livenessOf({pid, started, machine, boot}: ProcessIdentity): Liveness {
  const here = ownIdentity()
  if (machine !== here.machine) return 'unknown'
  if (boot !== here.boot) return boot === null || here.boot === null ? 'unknown' : 'dead'
  if (!isRunning(pid)) return 'dead'
  if (started === null || here.started === null) return 'alive'
  // A number is given again; the moment it began is not. What is dead and not yet buried has none.
  return startedOf(pid) === started ? 'alive' : 'dead'
}

const BOOT = '/proc/sys/kernel/random/boot_id'

/** proc(5), /proc/PID/stat: field 22; what stands before the last bracket is a name, and may be anything. */
function startedOf(pid: number): string | null {
  const stat = textOf(`/proc/${pid}/stat`)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields === undefined || fields[0] === 'Z' || fields[0] === 'X') return null
  return fields[19] ?? null
}

function machineName(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
