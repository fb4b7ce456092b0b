import {type SpawnOptions, spawn} from 'node:child_process'
import {createWriteStream} from 'node:fs'

export interface CommandOptions {
  readonly cwd?: string
  /** added to our own environment */
  readonly env?: Readonly<Record<string, string>>
  /** what the program reads on its standard input */
  readonly input?: string
  /** a file that takes standard output; the command then resolves to '' */
  readonly output?: string
}

/** Runs a program and resolves to what it printed. Rejects, with the end of its stderr, unless it ends with 0. */
export function command(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const spawned: SpawnOptions = {stdio: ['pipe', 'pipe', 'pipe'], env: {...process.env, ...options.env}}
    if (options.cwd) spawned.cwd = options.cwd
    const child = spawn(program, args, spawned)
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    const file = options.output ? createWriteStream(options.output) : null
    if (file) child.stdout!.pipe(file)
    else child.stdout!.on('data', chunk => stdout.push(chunk))
    child.stderr!.on('data', chunk => stderr.push(chunk))
    child.on('error', reject)
    // A program may end without having read its input.
    child.stdin!.on('error', () => {})
    child.stdin!.end(options.input ?? '')
    const ended = new Promise<number | null>(done => child.on('close', done))
    const written = file ? new Promise<void>(done => file.on('close', done)) : null
    Promise.all([ended, written]).then(([code]) => {
      if (code === 0) return resolve(Buffer.concat(stdout).toString())
      const words = Buffer.concat(stderr).toString().trim().split('\n').slice(-8).join('\n')
      reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${words}`))
    }, reject)
  })
}
