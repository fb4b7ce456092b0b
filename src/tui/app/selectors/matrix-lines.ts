import {imageName} from '../../../image/analysis/sharing/holder.ts'
import {columnName, sharingMatrix} from '../../../image/analysis/sharing/matrix.ts'
import type {Sharing} from '../../../image/analysis/sharing/sharing.ts'
import {inShort} from '../../../image/oci/hashed-sources.ts'
import {parseInstruction, wholeInstruction} from '../../../image/oci/instruction.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {pad, truncate} from '../../../text/width.ts'
import {remembered} from '../remembered.ts'
import type {Capabilities} from '../state.ts'
import {BLANK, fact, heading, type PaperLine} from './paper-line.ts'

/** Cells of a layer's size, with the space behind. */
const SIZE = 9
/** What made a layer gets at least so many cells. */
const MADE = 20

/** Layers × images for a chosen few: who holds what, what most of them hold first. */
export const matrixLines = remembered(linesOf)

function linesOf(
  sharing: Sharing,
  images: readonly number[],
  columns: number,
  {unicode}: Capabilities,
): readonly PaperLine[] {
  const clean = (text: string) => printable(text, {ascii: !unicode})
  const mark = ellipsisFor(unicode)
  const [held, not] = unicode ? ['■', '·'] : ['#', '.']
  const cells = images.length > 26 ? 3 : 2
  const room = Math.max(1, Math.floor((columns - SIZE - MADE) / cells))
  const shown = images.slice(0, room)
  const lines: PaperLine[] = [heading(t`Which of these images hold which layers`)]
  for (const [i, image] of shown.entries()) {
    const {bytes, unique} = sharing.share(image)
    const name = clean(imageName(sharing.image(image)))
    lines.push(
      ...fact(columnName(i), t`${name}: ${size(bytes)}, ${size(unique)} of it in no other image`, columns, {
        labelWidth: 4,
      }),
    )
  }
  if (images.length > shown.length) {
    lines.push(
      ...fact('', t`and ${images.length - shown.length} more, which there is no room for`, columns, {labelWidth: 4}),
    )
  }
  const row = (label: string, marks: readonly string[], made: string): PaperLine => ({
    label: pad(label, SIZE - 1, 'right').padEnd(SIZE),
    text: `${marks.map(each => pad(each, cells)).join('')}${truncate(made, Math.max(0, columns - SIZE - cells * marks.length - 1), {mark})}`,
    tone: 'plain',
  })
  lines.push(BLANK, {
    ...row(
      t`size`,
      shown.map((_, i) => columnName(i)),
      t`made by`,
    ),
    tone: 'quiet',
  })
  for (const {layer, bytes, held: holders} of sharingMatrix(sharing, shown)) {
    const {createdBy, digest} = sharing.layer(layer)
    const made = wholeInstruction(inShort(parseInstruction(createdBy), mark), mark) || (digest ?? '')
    lines.push(
      row(
        sharing.table.sized[layer] === 1 ? size(bytes) : '?',
        holders.map(is => (is ? held : not)),
        clean(made.slice(0, 400)),
      ),
    )
  }
  return lines
}
