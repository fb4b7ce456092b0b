import {mkdir} from 'node:fs/promises'
import {resolve} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {LensError, throwIfCancelled} from '../../../image/oci/error.ts'
import {fromHome} from '../../../operations/extract/home-folder.ts'
import {fileFailure} from '../../../sources/disk/file-failure.ts'
import {runDetached} from '../../../sources/engine/run-detached.ts'
import {t} from '../../../text/translate.ts'
import type {RegistryStarted} from '../../app/jobs/outcome.ts'
import type {RegistryTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import type {TaskWorld} from './task-world.ts'

/** What the registry's image listens at, and where it keeps things. */
const INSIDE = {port: 5000, folder: '/var/lib/registry'} as const

/**
 * Starts a registry in a container, and waits until it answers where that can be seen from here. Rejects with
 * `registry-unreachable` where it never does, `io` for its folder, and what requests throw.
 */
export async function registry(
  task: RegistryTask,
  {signal, say}: JobContext,
  world: TaskWorld,
): Promise<RegistryStarted> {
  const folder = resolve(fromHome(task.folder, world.home))
  const engine = await world.engine(null, signal)
  await mkdir(folder, {recursive: true}).catch(cause => {
    throw fileFailure(folder, cause)
  })
  const ports = [{outside: task.port, inside: INSIDE.port}]
  const volumes = [{outside: folder, inside: INSIDE.folder}]
  const container = await runDetached(engine, {image: task.image, ports, volumes}, signal)
  say(container)
  const {kind} = engine.client.endpoint
  // An engine elsewhere has another localhost than we.
  if (kind === 'unix' || kind === 'npipe') await answering(`localhost:${task.port}`, container, world, signal)
  return {kind: 'registry', container}
}

/** Milliseconds that a registry has for its first answer, and between two looks. */
const PATIENCE = 30_000
const STEP = 100

/** Waits until what was started really answers. Throws `registry-unreachable` where it never does, `cancelled`. */
async function answering(host: string, container: string, {registries}: TaskWorld, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + PATIENCE
  for (;;) {
    try {
      await registries.clientOf(host).introduce(signal)
      return
    } catch (thrown) {
      throwIfCancelled(signal)
      // What was learnt of a registry that was not there yet is not true of it.
      registries.forget(host)
      if (performance.now() > deadline) {
        throw new LensError('registry-unreachable', t`The registry was started, but does not answer at ${host}.`, {
          cause: thrown,
          advice: t`See what it says: docker logs ${container.slice(0, 12)}`,
        })
      }
      await pause(STEP)
    }
  }
}
