import {formatPlatform} from '../../../image/oci/platform.ts'
import {parseRemoteName} from '../../../image/oci/remote-name.ts'
import type {CopyResult} from '../../../operations/copy/copy-image.ts'
import {platformHere, pullImage, pushImage, type Transferring} from '../../../operations/engine/transfer-image.ts'
import {keepRecentHost} from '../../../operations/registry/recent-hosts.ts'
import {daemonTransport} from '../../../sources/engine/daemon-transport.ts'
import type {Engine} from '../../../sources/engine/engine.ts'
import {type ImageName, parseImageName} from '../../../sources/engine/image-name.ts'
import {inspectImage} from '../../../sources/engine/images-api.ts'
import {authFor, pushesPlatforms, type RegistryAuth} from '../../../sources/engine/transfer.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import type {Pulled, Pushed} from '../../app/jobs/outcome.ts'
import type {PullTask, PushTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import {copyBetween} from './copy.ts'
import type {TaskWorld} from './task-world.ts'

/**
 * Sends a name to its registry: by the engine, or by ourselves from the store and where one platform is wanted of an engine
 * that can't. Rejects with LensErrors.
 */
export async function push(task: PushTask, context: JobContext, world: TaskWorld): Promise<Pushed> {
  const name = parseImageName(task.name)
  const {signal} = context
  if (task.place === 'store') {
    const {platform, whole} = task
    const ends = {source: `store:${task.name}`, destination: `docker://${task.name}`}
    return {kind: 'push', ...copiedInAll(await copyBetween({...ends, platform, whole}, context, world))}
  }
  const engine = await world.engine(task.place, signal)
  if (task.onePlatform && !pushesPlatforms(engine)) return pushOurselves(engine, name, context, world)
  const how = {signal, told: telling(context)}
  const auth = await authAt(name, world)
  const platform = task.onePlatform ? await platformHere(engine, name, signal) : null
  if (platform !== null) {
    const words = [engine.info.kind, 'push', '--platform', formatPlatform(platform), task.name]
    context.say(`$ ${shellWords(words)}`)
  }
  const sent = await pushImage(engine, name, {auth, platform}, how)
  keepRecentHost(world.user, parseRemoteName(name.repository).host)
  return {kind: 'push', ...summed(sent)}
}

/** One platform alone, where the engine can only push all that it has: its image, sent by us. */
async function pushOurselves(
  {info}: Engine,
  {repository, tag}: ImageName,
  context: JobContext,
  world: TaskWorld,
): Promise<Pushed> {
  const name = `${repository}:${tag}`
  const ends = {
    source: `${daemonTransport(info.kind)}:${name}`,
    destination: `docker://${name}`,
  }
  context.say(t`${info.kind} ${info.version} can't push one platform alone, so layerlens sends it:`)
  context.say(`$ layerlens copy ${ends.source} ${ends.destination}`)
  return {kind: 'push', ...copiedInAll(await copyBetween(ends, context, world))}
}

/** Gets a name from its registry, into the engine or the store. Rejects with LensErrors. */
export async function pull(task: PullTask, context: JobContext, world: TaskWorld): Promise<Pulled> {
  const name = parseImageName(task.name)
  const {signal} = context
  if (task.place === 'store') {
    const shown = `${name.repository}:${name.tag}`
    const ends = {source: `docker://${shown}`, destination: `store:${shown}`, platform: task.platform}
    const copied = await copyBetween(ends, context, world)
    return {kind: 'pull', id: copied.id, ...copiedInAll(copied)}
  }
  const engine = await world.engine(task.place, signal)
  const from = {auth: await authAt(name, world), platform: task.platform}
  const got = await pullImage(engine, name, from, {signal, told: telling(context)})
  const {id} = await inspectImage(engine, `${name.repository}:${name.tag}`, signal)
  return {kind: 'pull', id, ...summed(got)}
}

/** Who one is at the registry that a name leads to; null where nobody logged in. */
async function authAt({repository}: ImageName, {registries}: TaskWorld): Promise<RegistryAuth | null> {
  const name = parseRemoteName(repository)
  const found = await registries.credentialsOf(name)
  return found && authFor(found.credentials, name.host)
}

/** Every layer as a part; what is in all is known once each layer told its size. */
function telling({progress, say}: JobContext): (state: Transferring) => void {
  let said: string | null = null
  return state => {
    if (state.said !== null && state.said !== said) say(state.said)
    said = state.said
    const {layers} = state
    if (layers.length === 0) return
    const sum = (pick: (layer: (typeof layers)[number]) => number) => layers.reduce((all, each) => all + pick(each), 0)
    const isKnown = layers.every(({phase, total}) => total !== null || phase === 'exists' || phase === 'mounted')
    progress({
      label: '',
      done: sum(({done}) => done),
      total: isKnown ? sum(({total, done}) => total ?? done) : null,
      parts: layers,
    })
  }
}

function summed({digest, layers}: Transferring) {
  const of = (wanted: string) => layers.filter(({phase}) => phase === wanted).length
  // Podman tells of no layers while it pushes, however many it sent.
  return {digest, layers: layers.length === 0 ? null : layers.length, there: of('exists'), mounted: of('mounted')}
}

/** The same of a copy, which no engine made. */
function copiedInAll({digest, layers}: CopyResult) {
  const of = (wanted: string) => layers.filter(({arrival}) => arrival === wanted).length
  return {digest, layers: layers.length, there: of('there'), mounted: of('mounted')}
}
