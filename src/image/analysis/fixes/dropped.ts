import type {Instruction} from '../../oci/instruction.ts'
import type {Ground} from '../ground.ts'
import {TOUCHES} from '../source-layer.ts'
import {firstStored} from '../waste/first-stored.ts'
import type {WasteRow} from '../waste/folded-waste.ts'
import {appendable} from './appended-removal.ts'
import {runsBetween} from './steps-between.ts'

/** Layers from whose RUN something is dropped. */
interface Dropped {
  readonly all: ReadonlySet<number>
  /** where that is a chown and the like */
  readonly touches: ReadonlySet<number>
}

const KNOWN = new WeakMap<Ground, Dropped>()

/** Whether a fix for waste says to drop a command from this layer's RUN: no other fix may then say all of that RUN again. */
export function isDroppedFrom(ground: Ground, layer: number): boolean {
  return droppedOf(ground).all.has(layer)
}

/** As `isDroppedFrom`, for who takes removals out of what it says again. */
export function losesTouch(ground: Ground, layer: number): boolean {
  return droppedOf(ground).touches.has(layer)
}

function droppedOf(ground: Ground): Dropped {
  let known = KNOWN.get(ground)
  if (known === undefined) {
    known = droppedIn(ground)
    KNOWN.set(ground, known)
  }
  return known
}

/** The instruction of a layer, and whether it may be said again as it is. */
export function stepOf(ground: Ground, layer: number): (Instruction & {readonly changes: boolean}) | null {
  const instruction = ground.instruction(layer)
  return instruction === null ? null : {...instruction, changes: isDroppedFrom(ground, layer)}
}

/** What hides something, and the first step of yours that stored it; null where no step can be one with it. */
interface Hiding {
  readonly hider: number
  readonly first: number | null
  /** the removal goes to the end of the step that stores them */
  readonly appends: boolean
  readonly touches: boolean
}

/** What joins no steps drops a command from the later one; what can't join such a one any more drops as well. */
function droppedIn(ground: Ground): Dropped {
  const dropped = new Set<number>()
  const touched = new Set<number>()
  const open = hidings(ground)
  for (let before = -1; before < dropped.size; ) {
    before = dropped.size
    for (const {hider, first, appends, touches} of open) {
      const runs = first === null ? null : runsBetween(ground, first, hider)
      if (!appends && runs !== null && !runs.layers.some(layer => dropped.has(layer))) continue
      dropped.add(hider)
      if (touches) touched.add(hider)
    }
  }
  return {all: dropped, touches: touched}
}

function hidings(ground: Ground): Hiding[] {
  const groups = new Map<string, WasteRow[]>()
  for (const row of ground.waste) {
    const {cause, layer, hider} = row
    const later = ground.isBase(hider) ? null : ground.instruction(hider)
    const touches = cause === 'metadata' && TOUCHES.test(later?.text ?? '')
    if (later?.verb !== 'RUN' || !(touches || (cause === 'deleted' && !ground.isBase(layer)))) continue
    const key = `${cause} ${touches ? '' : layer} ${hider}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].map(rows => {
    const {cause, layer, hider} = rows[0]!
    const firsts = rows.map(row => firstStored(ground, row))
    const areRuns = firsts.every(first => !ground.isBase(first) && ground.instruction(first)?.verb === 'RUN')
    const first = areRuns ? Math.min(...firsts) : null
    const isDeleted = cause === 'deleted'
    return {hider, first, appends: isDeleted && appendable(ground, {rows, layer, hider}), touches: !isDeleted}
  })
}
