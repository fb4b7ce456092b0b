import {spawn} from 'node:child_process'
import {constants} from 'node:os'
import {LensError} from '../../image/oci/error.ts'
import type {EngineInfo} from '../../sources/engine/engine.ts'
import {t} from '../../text/translate.ts'
import {HeldRefusal} from './held-refusal.ts'

/** What a container is started with; nothing of it is looked at here, the engine's client says what is wrong. */
export interface RunOptions {
  readonly image: string
  /** empty: the image's own */
  readonly command: readonly string[]
  /** null: the engine makes one up */
  readonly name: string | null
  /** as `-p`, `-v`, `-e` and `--network` take them */
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly env: readonly string[]
  readonly network: string | null
  /** the container stays when what runs in it has ended */
  readonly keep: boolean
  /** where the client writes the container's ID, a file that is not there yet; null: nowhere */
  readonly idFile: string | null
  /** true where the container is to have a terminal */
  readonly terminal: boolean
}

/** What `docker run` and `podman run` end with where they could not run the image. */
export const NOT_RUN = 125

/** The engine's own client, which does it: program and arguments. */
export function runWords(info: EngineInfo, options: RunOptions): readonly [program: string, ...args: string[]] {
  const {image, command, name, ports, volumes, env, network, terminal, keep, idFile} = options
  const many = (flag: string, values: readonly string[]) => values.flatMap(value => [flag, value])
  return [
    ...clientOf(info),
    ...['run', '--interactive'],
    ...(keep ? [] : ['--rm']),
    ...(terminal ? ['--tty'] : []),
    ...(idFile === null ? [] : ['--cidfile', idFile]),
    ...(name === null ? [] : ['--name', name]),
    ...(network === null ? [] : ['--network', network]),
    ...many('--publish', ports),
    ...many('--volume', volumes),
    ...many('--env', env),
    // What follows is the image, whatever it looks like.
    ...['--', image, ...command],
  ]
}

/** An engine that the client finds by itself, with certificates and all, need not be named to it. */
export function clientOf({kind, host, origin}: EngineInfo): [string, ...string[]] {
  if (kind === 'podman') return origin === 'CONTAINER_HOST' ? ['podman', '--remote'] : ['podman', '--url', host]
  const isItsOwn = origin === 'DOCKER_HOST' || origin.startsWith('the docker context')
  return isItsOwn ? ['docker'] : ['docker', '--host', host]
}

/** The exit codes of `docker run` and `podman run` where the engine refused, and where the command could not be started. */
const RAN_NOTHING: ReadonlySet<number> = new Set([125, 126, 127])

/**
 * Runs a program that has our terminal, or whatever stands in its place, until it ends; gives its exit code, and 128 and the
 * number of the signal that ended it. Keys such as Ctrl-C are its own; `out`: where its results go; `retell`: says
 * better what a client says in a line of why it ran no container, null where it can't. Throws `not-found` where it isn't installed.
 */
export function runWithTerminal(
  [program, ...args]: readonly [string, ...string[]],
  {
    out = 'stdout',
    retell,
  }: {readonly out?: 'stdout' | 'stderr'; readonly retell?: (line: string) => string | null} = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {stdio: ['inherit', out === 'stdout' ? 1 : 2, retell ? 'pipe' : 'inherit']})
    const held = retell && new HeldRefusal(bytes => void process.stderr.write(bytes), retell)
    child.stderr?.on('data', (bytes: Buffer) => held?.hear(bytes))
    // The terminal sends it to both of us; what runs in the container decides what it means.
    const ignore = () => {}
    process.on('SIGINT', ignore)
    const over = () => process.off('SIGINT', ignore)
    child.once('error', cause => {
      over()
      reject(
        new LensError('not-found', t`The program ${program} is not installed here; it is what runs containers.`, {
          cause,
          advice: t`Install it, or run the image where the engine is.`,
        }),
      )
    })
    child.once('close', (code, signal) => {
      over()
      held?.end(code !== null && RAN_NOTHING.has(code))
      resolve(code ?? 128 + (signal === null ? constants.signals.SIGTERM : constants.signals[signal]))
    })
  })
}
