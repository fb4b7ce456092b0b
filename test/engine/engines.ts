import {type ChildProcess, spawn} from 'node:child_process'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll, beforeAll} from 'vitest'
import {Engines} from '../../src/sources/engine/engines.ts'
import type {EngineSettings} from '../../src/sources/engine/places.ts'
import {command} from '../corpus/real/command.ts'
import {type Docker, type EngineOptions, withDockerEngine} from '../corpus/real/docker.ts'
import {findCommand, lacks} from '../corpus/real/tools.ts'

/** A real engine that lives as long as the tests of a file, in a folder of its own. */
export interface TestEngine {
  readonly host: string
  readonly socket: string
  /** runs the engine's own client */
  readonly run: Docker
  /** ends it, Docker also by a signal that it can't hear, and starts it again on the same folder and socket */
  restart(meanwhile?: () => Promise<void>, signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Settings that lead to one host, whatever the machine has set. */
export function settingsOf(host: string): EngineSettings {
  return {host, env: {}, home: '/nonexistent', uid: null}
}

export function enginesAt(host: string): Engines {
  return new Engines(settingsOf(host))
}

/** A Docker engine for the tests of this file; `prepare` fills it. What is given may be asked from within tests only. */
export function dockerEngine(
  prepare: (engine: TestEngine) => Promise<void> = async () => {},
  options: EngineOptions = {},
): () => TestEngine {
  return engineOfFile(lacks('dockerd') === null, prepare, use =>
    withDockerEngine(
      (docker, socket, {restart}) => use({host: `unix://${socket}`, socket, run: docker, restart}),
      options,
    ),
  )
}

/** Podman's Docker-compatible service, as `dockerEngine`; `registries`: its registries.conf, asked at each start. */
export function podmanEngine(
  prepare: (engine: TestEngine) => Promise<void> = async () => {},
  registries: () => string = () => '',
): () => TestEngine {
  return engineOfFile(lacks('podman') === null, prepare, use => withPodmanService(registries, use))
}

/** Holds an engine open between a file's first test and its last. */
function engineOfFile(
  isHere: boolean,
  prepare: (engine: TestEngine) => Promise<void>,
  hold: (use: (engine: TestEngine) => Promise<void>) => Promise<void>,
): () => TestEngine {
  let engine: TestEngine | null = null
  let end: () => void = () => {}
  let held: Promise<void> = Promise.resolve()
  beforeAll(async () => {
    if (!isHere) return
    await new Promise<void>((resolve, reject) => {
      held = hold(async started => {
        engine = started
        await prepare(started)
        resolve()
        await new Promise<void>(ended => {
          end = ended
        })
      })
      held.catch(reject)
    })
  })
  afterAll(async () => {
    end()
    await held
  })
  return () => {
    if (engine === null) throw new Error('the engine is not here: the test should have been left out')
    return engine
  }
}

async function withPodmanService(registries: () => string, use: (engine: TestEngine) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'llp-'))
  const socket = join(folder, 'podman.sock')
  const options = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs']
  const podman = [...options, '--cgroup-manager', 'cgroupfs']
  const run: Docker = (...args) => command('podman', [...podman, ...args])
  const config = join(folder, 'registries.conf')
  const start = async () => {
    writeFileSync(config, registries())
    const started = startService([...podman, 'system', 'service', '--time=0', `unix://${socket}`], folder, config)
    await answering(socket)
    return started
  }
  let service: ChildProcess | null = null
  try {
    service = await start()
    const restart = async (meanwhile?: () => Promise<void>) => {
      await ended(service)
      await meanwhile?.()
      service = await start()
    }
    await use({host: `unix://${socket}`, socket, run, restart})
  } finally {
    await ended(service)
    await command('rm', ['-rf', folder])
  }
}

async function ended(service: ChildProcess | null): Promise<void> {
  if (service === null || service.exitCode !== null || service.signalCode !== null) return
  const closed = new Promise(resolve => service.once('close', resolve))
  service.kill('SIGTERM')
  await closed
}

function startService(args: readonly string[], cwd: string, registries: string): ChildProcess {
  const setpriv = findCommand('setpriv')
  const [program, first] = setpriv ? [setpriv, ['--pdeathsig', 'SIGTERM', 'podman']] : ['podman', []]
  const env = {...process.env, CONTAINERS_REGISTRIES_CONF: registries}
  // Podman 4.3 takes a Dockerfile from where its service runs before that of the context.
  return spawn(program, [...first, ...args], {stdio: 'ignore', env, cwd})
}

async function answering(socket: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    try {
      await enginesAt(`unix://${socket}`).find(null, new AbortController().signal)
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await pause(100)
    }
  }
}
