import {spawn} from 'node:child_process'
import {mkdtempSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** The built program, run as a user's shell would. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
export const DEMO = fileURLToPath(new URL('../../assets/demo.tar', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** the most memory that it held, bytes, as far as somebody looked; 0 where the system does not tell */
  readonly memory: number
}

const cache = mkdtempSync(join(tmpdir(), 'layerlens-test-cache-'))

export interface RunOptions {
  /** another Node to run it with */
  readonly node?: string
  /** what comes by standard input; nothing by default */
  readonly input?: Uint8Array
  /** added to our own environment */
  readonly env?: NodeJS.ProcessEnv
}

/** Runs `layerlens ARGS` to its end. */
export function layerlens(
  args: readonly string[],
  {node = process.execPath, input = new Uint8Array(0), env = {}}: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [MAIN, ...args], {
      stdio: 'pipe',
      env: {...process.env, XDG_CACHE_HOME: cache, ...env},
    })
    // One that ends without reading all of it breaks the pipe: its own affair.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    let stdout = ''
    let stderr = ''
    let memory = 0
    const watch = setInterval(() => {
      memory = Math.max(memory, mostMemoryOf(child.pid))
    }, 25)
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearInterval(watch)
      resolve({code, signal, stdout, stderr, memory})
    })
  })
}

/** The high-water mark of a process's resident memory, bytes. */
function mostMemoryOf(pid: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}
