import {masked} from '../../text/mask.ts'
import type {HistoryEntry, ImageConfig} from './image-config.ts'
import {type Instruction, parseInstruction} from './instruction.ts'

/** One instruction of an image's history, or a layer of which the history tells nothing. */
export interface HistoryStep {
  /** the layer it left; null where it left none, or where the image has fewer layers than its history says */
  readonly layer: number | null
  /** null for a layer beyond what the history tells */
  readonly entry: HistoryEntry | null
}

/**
 * The steps of image-spec config.md's `history` with the layers they left, in the order of a Dockerfile. Layers that the
 * history does not reach come last.
 */
export function historySteps(config: Pick<ImageConfig, 'history'>, layerCount: number): readonly HistoryStep[] {
  let next = 0
  const steps = config.history.map(
    (entry): HistoryStep => ({layer: entry.emptyLayer || next >= layerCount ? null : next++, entry}),
  )
  while (next < layerCount) steps.push({layer: next++, entry: null})
  return steps
}

/** What a step is called: its instruction as the builder spelled it, else its comment; null where it tells neither. Hostile. */
export function stepName(entry: Pick<HistoryEntry, 'createdBy' | 'comment'> | null): string | null {
  return entry?.createdBy || entry?.comment || null
}

/** What a history entry tells of its step. The text is still hostile. */
export interface StepInstruction extends Instruction {
  /** the text is a comment: what `docker import` and hand-made layers have instead of a command */
  readonly isComment: boolean
}

/** The instruction of a step, secrets masked; of one that the history does not know an empty one. */
export function instructionOf(entry: HistoryEntry | null): StepInstruction {
  const instruction = parseInstruction(entry?.createdBy ?? null, entry?.comment ?? null)
  const comment = entry?.comment?.trim() ?? ''
  const isComment = instruction.verb === null && instruction.text === '' && comment !== ''
  return {...instruction, text: masked(isComment ? comment : instruction.text), isComment}
}
