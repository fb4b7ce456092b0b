import type {WasteRow} from './folded-waste.ts'

/**
 * The layer whose instruction has to change for these bytes to be saved: the one that copied what was there already, else
 * the one that stored what somebody took away again. Waste that a base layer is to blame for is the base's.
 */
export function blamedLayer({cause, layer, hider}: Pick<WasteRow, 'cause' | 'layer' | 'hider'>): number {
  return cause === 'metadata' || cause === 'rewritten' ? hider : layer
}
