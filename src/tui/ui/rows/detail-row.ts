import {count} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {DetailFact} from '../../app/selectors/layer-detail.ts'
import {line, type Piece} from '../line.ts'
import type {Theme} from '../theme.ts'

const KINDS = [
  ['added', '+'],
  ['modified', '~'],
  ['metadata', 'm'],
  ['rewritten', '='],
  ['removed', '-'],
] as const

/** A fact about the selected layer: a sentence, or its changes by letter: `+ 42,360  ~ 12  − 318`. */
export function detailFactRow(fact: DetailFact, columns: number, theme: Theme): string {
  if (fact.kind === 'text') return line([[' '], [fact.text, fact.tone === 'plain' ? null : fact.tone]], columns, theme)
  const pieces: Piece[] = [[' ']]
  for (const [kind, letter] of KINDS) {
    if (fact.counts[kind] === 0) continue
    pieces.push([`${kind === 'removed' ? theme.glyphs.minus : letter} ${count(fact.counts[kind])}`, kind], ['  '])
  }
  if (pieces.length === 1) pieces.push([t`no changes`, 'quiet'])
  return line(pieces, columns, theme)
}
