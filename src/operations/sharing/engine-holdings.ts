import {setMaxListeners} from 'node:events'
import type {HeldLayer, HoldingImage, Holdings} from '../../image/analysis/sharing/holdings.ts'
import type {Digest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {stepName} from '../../image/oci/image-history.ts'
import {layeredSteps} from '../../sources/daemon/engine-config.ts'
import {type ListedContainer, listContainers} from '../../sources/engine/container-list.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import {type ListedImage, listImages} from '../../sources/engine/image-list.ts'
import {type HistoryLine, type InspectedImage, imageHistory, inspectImage} from '../../sources/engine/images-api.ts'
import {t} from '../../text/translate.ts'
import {inTurns} from '../in-turns.ts'

/** Questions that an engine is asked at once. */
const AT_ONCE = 16

/** What is known of an image once and for all: what its ID names never changes. */
interface Known {
  /** the engine's ID is not the config's digest */
  readonly byManifest: boolean
  readonly diffIds: readonly Digest[]
  readonly layers: readonly HeldLayer[]
}

/** By engine: an image that was asked about once isn't asked about again. */
const asked = new WeakMap<Engine, EngineHoldings>()

/** What this engine's images hold, as far as it was asked already. */
export function holdingsOn(engine: Engine): EngineHoldings {
  let holdings = asked.get(engine)
  if (holdings === undefined) {
    holdings = new EngineHoldings(engine)
    asked.set(engine, holdings)
  }
  return holdings
}

/**
 * What an engine's images and containers hold of layers, untagged parents included; nothing of an image is read. An image that
 * was asked about once isn't asked about again.
 */
export class EngineHoldings {
  private readonly engine: Engine
  private readonly known = new Map<Digest, Known>()

  constructor(engine: Engine) {
    this.engine = engine
  }

  /** Progress counts questions. Throws what requests throw. */
  async read(context: Context): Promise<Holdings> {
    const {signal} = context
    // Every question listens to the same signal.
    setMaxListeners(0, signal)
    const [all, listed, containers] = await Promise.all([
      listImages(this.engine, signal, {all: true}),
      listImages(this.engine, signal),
      listContainers(this.engine, signal),
    ])
    const isListed = new Set(listed.map(({id}) => id))
    const shown = all.length > 0 ? all : listed
    await this.ask(shown, context)
    const images = shown.flatMap(({id, tags, parent}): HoldingImage[] => {
      const known = this.known.get(id)
      // One that is gone by now is not there.
      return known === undefined ? [] : [{key: id, tags, layers: known.layers, parent, listed: isListed.has(id)}]
    })
    const byManifest = images.some(({key}) => this.known.get(key as Digest)?.byManifest)
    return {
      sharedBy: 'chain',
      ...(byManifest ? {containerdStore: true} : {}),
      images,
      containers: containers.map(holding),
    }
  }

  private async ask(images: readonly ListedImage[], {signal, progress}: Context): Promise<void> {
    const open = images.filter(({id}) => !this.known.has(id))
    let done = 0
    const step = () => progress({label: t`Asking which layers the images have`, done: ++done, total: 2 * open.length})
    const found = await inTurns(open, AT_ONCE, async ({id}) => {
      const inspected = await inspectImage(this.engine, id, signal).catch(unlessGone)
      step()
      return inspected
    })
    await inTurns(
      found.filter(image => image !== null),
      AT_ONCE,
      async inspected => {
        const {id, diffIds, configDigest} = inspected
        const lines = await imageHistory(this.engine, id, signal).catch(unlessGone)
        step()
        if (lines !== null)
          this.known.set(id, {byManifest: configDigest === null, diffIds, layers: layersOf(inspected, lines)})
      },
    )
  }
}

function unlessGone(thrown: unknown): null {
  if (thrown instanceof LensError && thrown.kind === 'not-found') return null
  throw thrown
}

function layersOf({diffIds}: InspectedImage, lines: readonly HistoryLine[]): readonly HeldLayer[] {
  const steps = [...lines].reverse()
  const layered = layeredSteps(steps, diffIds.length)
  const own = steps.filter((_, i) => layered.has(i))
  return diffIds.map((digest, i) => ({
    digest,
    bytes: own[i]?.size ?? null,
    createdBy: stepName(own[i] ?? null),
  }))
}

function holding({id, names, imageId, state}: ListedContainer): Holdings['containers'][number] {
  return {id, name: names[0] ?? id.slice(0, 12), image: imageId, running: state === 'running' || state === 'paused'}
}
