import type {HistoryEntry} from '../../../image/oci/image-config.ts'
import {type Instruction, parseInstruction} from '../../../image/oci/instruction.ts'

/** What the history tells of a layer. The text is still hostile. */
export interface LayerCommand extends Instruction {
  /** the text is a comment: what `docker import` and hand-made layers have instead of a command */
  readonly isComment: boolean
}

export function layerCommand(history: HistoryEntry | null): LayerCommand {
  const instruction = parseInstruction(history?.createdBy ?? null, history?.comment ?? null)
  const comment = history?.comment?.trim() ?? ''
  if (instruction.verb !== null || instruction.text !== '' || comment === '') return {...instruction, isComment: false}
  return {...instruction, text: comment, isComment: true}
}
