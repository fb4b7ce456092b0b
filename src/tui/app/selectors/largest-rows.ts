import type {Fate} from '../../../image/analysis/largest-files.ts'
import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {width} from '../../../text/width.ts'
import {listTop} from '../layout.ts'
import {explorerOf, type Largest, type State} from '../state.ts'
import {largestOf} from '../verbs/largest.ts'

/** A row of the largest files. Printable. */
export interface LargestRow {
  readonly cursor: boolean
  readonly size: number
  /** of the largest one's bytes, 0 to 1 */
  readonly share: number
  readonly path: string
  readonly fate: Fate['kind']
  /** where it is stored; in all rows of one width */
  readonly stored: string
  /** which layer took it away, '' for none; `goneCells` are enough for each */
  readonly gone: string
  readonly goneCells: number
}

const LONGEST_PATH = 4096

/** The window of `height` rows around the list's cursor; sizes are shares of the largest. */
export function largestRows(state: State, list: Largest, height: number): LargestRow[] {
  const explorer = explorerOf(state)
  const union = explorer?.union ?? null
  if (union === null) return []
  const files = largestOf(explorer)
  const cursor = Math.min(list.cursor, files.length - 1)
  const first = listTop(cursor, files.length, height)
  const digits = String(union.layerCount - 1).length
  const most = Math.max(1, files[0]?.size ?? 1)
  return files.slice(first, first + height).map((file, i) => ({
    cursor: first + i === cursor,
    size: file.size,
    share: file.size / most,
    path: `/${printable(union.path(file.node).slice(-LONGEST_PATH), {ascii: !state.capabilities.unicode})}`,
    fate: file.fate.kind,
    stored: t`layer ${String(file.layer).padStart(digits)}`,
    gone: goneText(file.fate),
    goneCells: GONE_CELLS + digits,
  }))
}

/** What is shown, and how much of it the final image does not have. */
export function largestTitle(state: State): string {
  const files = largestOf(explorerOf(state))
  const gone = files.filter(file => file.fate.kind !== 'visible')
  const bytes = gone.reduce((sum, file) => sum + file.size, 0)
  const what = files.length === 1 ? t`The largest file` : t`The ${files.length} largest files`
  if (files.length === 0) return t`There are no files.`
  return gone.length === 0 ? what : t`${what}, ${gone.length} of them hidden: ${size(bytes)}`
}

/** The longest of these, without the layer. */
const GONE_CELLS = Math.max(
  ...[t`replaced by ${''}`, t`deleted by ${''}`, t`hidden by ${''}`, t`stored twice`].map(width),
)

function goneText(fate: Fate): string {
  switch (fate.kind) {
    case 'visible':
      return ''
    case 'stored-twice':
      return t`stored twice`
    case 'replaced':
      return t`replaced by ${fate.layer}`
    case 'deleted':
      return t`deleted by ${fate.layer}`
    case 'hidden':
      return t`hidden by ${fate.layer}`
  }
}
