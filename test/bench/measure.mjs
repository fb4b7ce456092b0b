import {spawn, spawnSync} from 'node:child_process'
import {closeSync, existsSync, fstatSync, mkdtempSync, openSync, readFileSync, readSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const PATIENCE = 120_000

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The value that so much of the others (0 to 1) is not above. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
}

/** Wall time of a program in milliseconds, its output sent to a file (some programs work less for /dev/null). */
export function timeOf(command, args, output = '/dev/null') {
  const fd = openSync(output, 'w')
  const started = performance.now()
  const {status, error} = spawnSync(command, args, {stdio: ['ignore', fd, 'inherit']})
  const took = performance.now() - started
  closeSync(fd)
  if (error || status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with ${status}`)
  return took
}

/** Calls `use` with a new folder for caches and logs, and removes it. */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'llb-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Runs a command of ours to its end; gives the milliseconds from process start to an event of its `--debug` log. */
export function timeToEvent(node, folder, event, args) {
  return timesOf(node, folder, [event], args)[0]
}

/** The same from one event to another. */
export function timeBetween(node, folder, events, args) {
  const [from, to] = timesOf(node, folder, events, args)
  return to - from
}

function timesOf(node, folder, events, args) {
  const log = join(folder, 'debug.log')
  rmSync(log, {force: true})
  const {status, error, stderr} = spawnSync(node, [program, ...args, '--debug', log], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environment(folder),
  })
  if (error || status !== 0) throw error ?? new Error(`layerlens ${args.join(' ')} ended with ${status}: ${stderr}`)
  const logged = readEvents(log)
  return events.map(event => {
    const found = logged.find(entry => entry.event === event)
    if (!found) throw new Error(`layerlens ${args.join(' ')} never logged "${event}"`)
    return found.ms
  })
}

/**
 * Runs the screen at 140×45 on a terminal of its own (util-linux's `script`) until an event (its name, or a function that
 * knows it), and ends it. Gives the event's
 * milliseconds since process start, the most memory the process had resident, and the bytes it asked the system to read.
 */
export async function screenUntil(node, folder, event, args, use = async () => {}) {
  const log = join(folder, 'debug.log')
  rmSync(log, {force: true})
  const words = [node, program, ...args, '--debug', log].map(quote).join(' ')
  const child = spawn('script', ['-qec', `stty cols 140 rows 45; exec ${words}`, '/dev/null'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: environment(folder),
  })
  const ended = new Promise(resolve => child.on('close', resolve))
  try {
    const deadline = Date.now() + PATIENCE
    const events = eventsOf(log)
    for (;;) {
      const found = events().find(typeof event === 'function' ? event : entry => entry.event === event)
      if (found) {
        const pid = childOf(child.pid)
        const extra = await use({pid, input: child.stdin, events})
        return {ms: found.ms, residentBytes: residentPeak(pid), readBytes: bytesRead(pid), extra}
      }
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the screen never logged "${event}"`)
      await pause(5)
    }
  } finally {
    const pid = childOf(child.pid)
    if (pid) process.kill(pid, 'SIGTERM')
    // One that does not end by itself must not hold up the measuring.
    const timer = setTimeout(() => process.kill(pid ?? child.pid, 'SIGKILL'), 3000)
    await ended
    clearTimeout(timer)
  }
}

function environment(folder) {
  const {CI, NO_COLOR, ...rest} = process.env
  return {...rest, XDG_CACHE_HOME: join(folder, 'cache'), TERM: 'xterm-256color', COLORTERM: 'truecolor'}
}

function readEvents(log) {
  return eventsOf(log)()
}

/** A function that gives what a log holds by now. It reads only what is new: who measures should leave the processors alone. */
function eventsOf(log) {
  const events = []
  let done = 0
  return () => {
    if (!existsSync(log)) return events
    const fd = openSync(log, 'r')
    const bytes = Buffer.alloc(Math.max(0, fstatSync(fd).size - done))
    const got = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, done))
    closeSync(fd)
    // What follows the last line break is a line that is still being written.
    const whole = got.subarray(0, got.lastIndexOf(10) + 1)
    done += whole.length
    for (const line of whole.toString().split('\n')) if (line.startsWith('{')) events.push(JSON.parse(line))
    return events
  }
}

/** script runs a shell, which becomes the program: one child. */
function childOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]) || null
  } catch {
    return null
  }
}

export function residentPeak(pid) {
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

function bytesRead(pid) {
  return Number(/^rchar:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1])
}

function quote(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
