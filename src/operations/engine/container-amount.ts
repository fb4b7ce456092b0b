import {type ContainerChange, containerChanges, writableSize} from '../../sources/engine/container-api.ts'
import type {Engine} from '../../sources/engine/engine.ts'

/** How much a container changed on top of its image. */
export interface ContainerAmount {
  /** paths */
  readonly added: number
  readonly modified: number
  readonly deleted: number
  /** of what would be stored, the engine's own figure; null where it doesn't tell */
  readonly bytes: number | null
}

/** Asks for what a commit would store, without reading any of it. Throws what requests throw. */
export async function containerAmount(engine: Engine, id: string, signal: AbortSignal): Promise<ContainerAmount> {
  const [changes, bytes] = await Promise.all([containerChanges(engine, id, signal), writableSize(engine, id, signal)])
  return {...countChanges(changes), bytes}
}

/** Engines tell every folder above a change as modified: it is on the way, and nothing was done to it. */
function countChanges(changes: readonly ContainerChange[]): Omit<ContainerAmount, 'bytes'> {
  const onTheWay = new Set(changes.map(({path}) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))
  const of = (kind: ContainerChange['kind']) =>
    changes.filter(change => change.kind === kind && !(kind === 'modified' && onTheWay.has(change.path))).length
  return {added: of('added'), modified: of('modified'), deleted: of('deleted')}
}
