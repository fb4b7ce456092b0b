import type {HistoryEntry, ImageConfig} from './image-config.ts'
import {type Instruction, parseInstruction} from './instruction.ts'

/** One instruction of an image's history, or a layer of which the history tells nothing. */
export interface HistoryStep {
  /** the layer it left; null where it left none, or where the image has fewer layers than its history says */
  readonly layer: number | null
  /** null for a layer beyond what the history tells */
  readonly entry: HistoryEntry | null
  readonly instruction: Instruction
}

/**
 * The steps of image-spec config.md's `history` with the layers they left, in the order of a Dockerfile. Layers that the
 * history does not reach come last.
 */
export function historySteps(config: Pick<ImageConfig, 'history'>, layerCount: number): readonly HistoryStep[] {
  let next = 0
  const steps = config.history.map((entry): HistoryStep => {
    const layer = entry.emptyLayer || next >= layerCount ? null : next++
    return {layer, entry, instruction: parseInstruction(entry.createdBy, entry.comment)}
  })
  while (next < layerCount) steps.push({layer: next++, entry: null, instruction: parseInstruction(null)})
  return steps
}
