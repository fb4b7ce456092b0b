import type {Ellipsis} from '../../text/ellipsis.ts'
import {masked} from '../../text/mask.ts'
import {t} from '../../text/translate.ts'
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

/** what BuildKit and buildah write of every step, or of the first */
const OWN_WORDS = /^(?:buildkit\.|FROM \S+$)/

/** What somebody wrote of a step: a commit's message. Null for what builders put there of themselves. Hostile, secrets masked. */
export function messageOf(entry: HistoryEntry | null, mark: Ellipsis = '…'): string | null {
  const said = [entry?.message, entry?.comment].map(text => text?.trim() ?? '')
  const own = said.find(text => text !== '' && !OWN_WORDS.test(text))
  return own === undefined ? null : masked(own, mark)
}

/** The instruction of a step, secrets masked; of one that the history does not know an empty one; of a container's layer what it is. */
export function instructionOf(entry: HistoryEntry | null, mark: Ellipsis = '…'): StepInstruction {
  if (entry?.container) {
    const {name, command, running} = entry.container
    const text = running
      ? t`${name}: its writable layer, running ${command}`
      : t`${name}: its writable layer, stopped (${command})`
    return {verb: t`container`, text: masked(text, mark), builder: null, isComment: false}
  }
  const instruction = parseInstruction(entry?.createdBy ?? null, entry?.comment ?? null)
  const comment = entry?.comment?.trim() ?? ''
  const isComment = instruction.verb === null && instruction.text === '' && comment !== ''
  return {...instruction, text: masked(isComment ? comment : instruction.text, mark), isComment}
}
