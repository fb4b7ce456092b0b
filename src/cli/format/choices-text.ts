import type {ImageSummary} from '../../image/oci/image.ts'
import {formatPlatform} from '../../image/oci/platform.ts'
import {printable} from '../../text/printable.ts'
import {counted} from '../../text/size.ts'
import {columns} from './columns.ts'

/** What there is to choose from, one reference a line, ready to be pasted behind a command. */
export function choicesText(choices: readonly ImageSummary[]): string {
  return columns(
    choices.map(choice => [
      printable(choice.reference),
      choice.platform === null ? '' : printable(formatPlatform(choice.platform)),
      choice.layerCount === null ? '' : counted(choice.layerCount, 'layer', 'layers'),
      choice.tags.map(tag => printable(tag)).join(', '),
    ]),
  )
}
