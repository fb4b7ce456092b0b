import {shortDigest} from '../../../image/oci/digest.ts'
import type {Image} from '../../../image/oci/image.ts'
import {parseReference} from '../../../image/oci/reference.ts'
import {parseRemoteName} from '../../../image/oci/remote-name.ts'
import type {CopyEvent} from '../../../operations/copy/arrivals.ts'
import {type CopyResult, copyImage} from '../../../operations/copy/copy-image.ts'
import {copyWhole} from '../../../operations/copy/copy-whole.ts'
import {keepRecentHost} from '../../../operations/registry/recent-hosts.ts'
import {destinationOf} from '../../../sources/destinations.ts'
import type {Destination} from '../../../sources/medium/destination.ts'
import type {JobPart} from '../../app/jobs/job.ts'
import type {Copied} from '../../app/jobs/outcome.ts'
import type {CopyTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import {contextOf, type TaskWorld} from './task-world.ts'

/** Copies an image from one place to another, layer by layer: one platform of it, or all. */
export async function copy(task: CopyTask, context: JobContext, world: TaskWorld): Promise<Copied> {
  const {reference, keepsDigest} = await copyBetween(task, context, world)
  return {kind: 'copy', reference, keepsDigest}
}

/** The same for whatever else copies; `platform`: null for this machine's. Gives the reference of the copy too. */
export async function copyBetween(
  {
    source,
    destination: to,
    platform = null,
    whole = false,
  }: Pick<CopyTask, 'source' | 'destination'> & Partial<CopyTask>,
  context: JobContext,
  world: TaskWorld,
): Promise<CopyResult & {readonly reference: string}> {
  const image = await world.open(source, contextOf(context), platform)
  const destination = await destinationOf(to, image, world, context.signal)
  const result = await (whole ? copyWholeTold : copyTold)(image, destination, context)
  const {transport, rest} = parseReference(to)
  if (transport === 'docker') keepRecentHost(world.user, parseRemoteName(rest).host)
  return {...result, reference: destination.reference}
}

/** Copies, and tells of every layer as a part of the job. */
export async function copyTold(image: Image, destination: Destination, context: JobContext): Promise<CopyResult> {
  const parts: JobPart[] = image.layers.map(layer => ({
    id: layer.digest === null ? `layer ${layer.index}` : shortDigest(layer.digest),
    phase: 'waiting',
    done: 0,
    total: layer.content?.size ?? layer.compressedSize,
  }))
  const tell = () => {
    const done = parts.reduce((sum, part) => sum + part.done, 0)
    const totals = parts.map(part => part.total)
    const total = totals.every(each => each !== null) ? totals.reduce((sum, each) => sum + each, 0) : null
    context.progress({label: '', done, total, parts: [...parts]})
  }
  tell()
  return copyImage(image, destination, {
    context: contextOf(context),
    onEvent: event => {
      parts[event.layer] = partAfter(parts[event.layer]!, event)
      tell()
    },
  })
}

/** The same for all platforms. How many layers those have is known when they are all on their way. */
async function copyWholeTold(image: Image, destination: Destination, context: JobContext): Promise<CopyResult> {
  const parts: JobPart[] = []
  return copyWhole(image, destination, {
    context: contextOf(context),
    onEvent: event => {
      for (let layer = parts.length; layer <= event.layer; layer++) {
        parts.push({id: `layer ${layer}`, phase: 'waiting', done: 0, total: null})
      }
      const part = partAfter(parts[event.layer]!, event)
      parts[event.layer] = event.type === 'layer-arrived' ? {...part, id: shortDigest(event.digest)} : part
      context.progress({label: '', done: parts.reduce((sum, {done}) => sum + done, 0), total: null, parts: [...parts]})
    },
  })
}

const PHASES = {there: 'exists', mounted: 'mounted', sent: 'done'} as const

function partAfter({again: _, ...part}: JobPart, event: CopyEvent): JobPart {
  if (event.type === 'layer-again') {
    const {repetition, most} = event
    return {...part, phase: 'retrying', again: {repetition, most}}
  }
  if (event.type === 'layer-progress') return {...part, phase: 'moving', done: event.done, total: event.total}
  return {...part, phase: PHASES[event.arrival], done: event.size, total: event.size}
}
