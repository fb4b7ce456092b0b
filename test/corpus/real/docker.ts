import {type ChildProcess, spawn} from 'node:child_process'
import {createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {writeBase} from './base.ts'
import {command} from './command.ts'
import {writeBuildContext} from './steps.ts'
import {findCommand} from './tools.ts'

/** Runs the docker command line against one engine. */
export type Docker = (...args: string[]) => Promise<string>

export interface EngineOptions {
  /** bytes for all that it keeps; absent: as many as the disk has */
  readonly room?: number
  /** name of a network bridge for its containers, which is there; absent: they have no network */
  readonly bridge?: string
  /** its daemon.json, where it has one; asked at each start */
  readonly settings?: () => unknown
}

/** What can be done with an engine that runs. */
export interface RunningEngine {
  readonly docker: Docker
  readonly socket: string
  /** ends the engine at once; it is started again on the same folder and socket */
  restart(meanwhile?: () => Promise<void>, signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/**
 * Starts a Docker engine of its own, on a private socket and in a folder that goes with it, and stops it when `use` is done,
 * however that ends. Needs root; no network is set up for its containers.
 */
export async function withDockerEngine<T>(
  use: (docker: Docker, socket: string, engine: RunningEngine) => Promise<T>,
  options: EngineOptions = {},
): Promise<T> {
  let failure: unknown
  // overlay2 does not work on top of an overlay file system, which is what a machine in a container has.
  for (const driver of ['overlay2', 'vfs']) {
    // A socket's path may have 107 bytes at most.
    const folder = mkdtempSync(join(tmpdir(), 'lle-'))
    const socket = join(folder, 'docker.sock')
    const docker: Docker = (...args) =>
      command('docker', ['-H', `unix://${socket}`, ...args], {env: {DOCKER_BUILDKIT: '0'}})
    mkdirSync(join(folder, 'data'))
    if (options.room !== undefined) await mountSmall(join(folder, 'data'), options.room)
    const start = () => startDaemon(folder, socket, driver, options)
    let daemon = start()
    const restart: RunningEngine['restart'] = async (meanwhile, signal) => {
      await stop(daemon, signal)
      await meanwhile?.()
      if (signal === 'SIGKILL') {
        // It would wait for the containerd that died with it, and leave what it had mounted.
        rmSync(join(folder, 'exec/containerd'), {recursive: true, force: true})
        if (options.room === undefined) await command('umount', [join(folder, 'data')]).catch(() => {})
      }
      daemon = start()
      await answering(docker, daemon, join(folder, 'log'))
    }
    try {
      try {
        await answering(docker, daemon, join(folder, 'log'))
      } catch (error) {
        failure = error
        continue
      }
      return await use(docker, socket, {docker, socket, restart})
    } finally {
      await stop(daemon)
      if (options.room !== undefined) await command('umount', ['--recursive', join(folder, 'data')])
      rmSync(folder, {recursive: true, force: true, maxRetries: 5})
    }
  }
  throw failure
}

/** Mounts a file system in memory that has so many bytes. */
export async function mountSmall(folder: string, bytes: number): Promise<void> {
  await command('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
}

function startDaemon(folder: string, socket: string, driver: string, options: EngineOptions): ChildProcess {
  const config = join(folder, 'daemon.json')
  writeFileSync(config, JSON.stringify(options.settings?.() ?? {}))
  const args = [
    '--config-file',
    config,
    '--data-root',
    join(folder, 'data'),
    '--exec-root',
    join(folder, 'exec'),
    '--pidfile',
    join(folder, 'pid'),
  ]
  args.push(
    '-H',
    `unix://${socket}`,
    '--iptables=false',
    '--ip6tables=false',
    `--bridge=${options.bridge ?? 'none'}`,
    '--storage-driver',
    driver,
  )
  const [dockerd, setpriv] = [findCommand('dockerd')!, findCommand('setpriv')]
  // The engine ends with us even when nobody is left to stop it.
  const [program, first] = setpriv ? [setpriv, ['--pdeathsig', 'SIGTERM', dockerd]] : [dockerd, []]
  const child = spawn(program, [...first, ...args], {stdio: ['ignore', 'pipe', 'pipe']})
  const log = createWriteStream(join(folder, 'log'), {flags: 'a'})
  child.stdout!.pipe(log, {end: false})
  child.stderr!.pipe(log, {end: false})
  child.on('close', () => log.end())
  child.on('error', () => log.end())
  return child
}

async function answering(docker: Docker, daemon: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    if (daemon.exitCode !== null || daemon.signalCode !== null) {
      throw new Error(`dockerd ended: ${await command('tail', ['-n', '4', log])}`)
    }
    try {
      await docker('version', '--format', '{{.Server.Version}}')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await pause(100)
    }
  }
}

async function stop(daemon: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (daemon.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return
  const ended = new Promise(resolve => daemon.on('close', resolve))
  daemon.kill(signal)
  const timer = setTimeout(() => daemon.kill('SIGKILL'), 20_000)
  await ended
  clearTimeout(timer)
}

/**
 * Fills a folder with what Docker 20.10 writes: `steps.tar` (every kind of change), `committed.tar` (a container's commit),
 * `several.tar` (three images, four tags, shared layers), and `*.export.tar`, the file systems as `docker export` gives them.
 */
export async function makeDockerImages(folder: string): Promise<void> {
  const base = await writeBase(folder)
  const context = join(folder, 'context')
  await writeBuildContext(context)
  await withDockerEngine(async docker => {
    await docker('import', '--message', 'the base', base, 'corpus-base:1')
    await docker('build', '--network', 'none', '--tag', 'corpus/steps:1', context)
    await docker('tag', 'corpus/steps:1', 'localhost:5000/steps:latest')
    await docker(
      'run',
      '--network',
      'none',
      '--name',
      'work',
      'corpus/steps:1',
      'cd /home && echo mine > note || echo no',
    )
    await docker(
      'run',
      '--network',
      'none',
      '--name',
      'root-work',
      '--user',
      '0',
      'corpus/steps:1',
      'rm /data/kept; echo x > /opt/x',
    )
    const change = ['--change', 'CMD ["ls"]', '--change', 'LABEL by=commit']
    await docker(
      'commit',
      '--message',
      'by hand',
      '--author',
      'A. U. Thor',
      ...change,
      'root-work',
      'corpus/committed:1',
    )
    await docker('save', '-o', join(folder, 'steps.tar'), 'corpus/steps:1')
    await docker('save', '-o', join(folder, 'committed.tar'), 'corpus/committed:1')
    const all = ['corpus-base:1', 'corpus/steps:1', 'localhost:5000/steps:latest', 'corpus/committed:1']
    await docker('save', '-o', join(folder, 'several.tar'), ...all)
    for (const [name, image] of [
      ['steps', 'corpus/steps:1'],
      ['committed', 'corpus/committed:1'],
    ] as const) {
      await docker('create', '--network', 'none', '--name', name, image)
      await docker('export', '-o', join(folder, `${name}.export.tar`), name)
    }
    await docker('rm', '--volumes', 'work', 'root-work', 'steps', 'committed')
  })
  await command('rm', ['-rf', context, join(folder, 'base-root')])
}
