import {shellPath} from '../../text/shell-words.ts'
import {t} from '../../text/translate.ts'

/** What a place is called. */
export interface PlaceName {
  /** in references, such as './image.tar' or '-' */
  readonly reference: string
  /** in sentences */
  readonly shown: string
  /** in commands that the user may paste */
  readonly word: string
}

/** A path as the user typed it. */
export function nameOfPath(path: string): PlaceName {
  return {reference: path, shown: path, word: shellPath(path)}
}

export const NAME_OF_STANDARD_INPUT: PlaceName = {reference: '-', shown: t`Standard input`, word: 'FILE'}
