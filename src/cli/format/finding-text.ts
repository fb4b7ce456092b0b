import type {Finding, Fix} from '../../image/analysis/finding.ts'
import {promiseText} from '../../image/analysis/waste/waste-sentences.ts'
import {printable} from '../../text/printable.ts'
import {counted, size} from '../../text/size.ts'
import {pad} from '../../text/width.ts'
import {wrap} from '../../text/wrap.ts'
import {fixPlace, pastableLines} from './fix-lines.ts'

const INDENT = 11
/** What stands in the place of a label below it. */
const LABEL = '      '
/** Evidence that a text names; the rest is said by its number. */
const EVIDENCE_SHOWN = 3

/** A finding in lines: what it costs and what it is, the fix, where it was seen. */
export function findingText(finding: Finding, columns: number | null): string {
  const {summary, bytes, kind, fix, evidence, rule} = finding
  const amount = kind === 'secret' ? 'secret' : bytes > 0 ? size(bytes) : ''
  const room = columns === null ? null : Math.max(20, columns - INDENT)
  const fitted = (lines: readonly string[]) =>
    room === null ? lines : lines.flatMap(line => wrap(line, room, {indent: LABEL}))
  const lines = [
    ...fitted([`${printable(summary)}  [${rule}]`]),
    ...(fix === null ? [] : fixLines(fix, room, fitted)),
    ...fitted(bytes > 0 ? [promiseText(finding)] : []),
    ...fitted(evidence.length > 1 ? evidenceLines(finding) : []),
  ]
  return lines.map((line, i) => `${pad(i === 0 ? amount : '', INDENT - 2, 'right')}  ${line}\n`).join('')
}

/** What changes, line by line so that it can be pasted, and what there is to say of it. */
function fixLines(fix: Fix, room: number | null, fitted: (lines: readonly string[]) => readonly string[]): string[] {
  const place = fixPlace(fix)
  const lines = pastableLines(fix, room === null ? null : room - LABEL.length)
  const note = fix.note === '' ? [] : [printable(fix.note)]
  const told =
    place === ''
      ? [...lines.map(line => LABEL + line)]
      : [`${LABEL}${place}:`, ...lines.map(line => `${LABEL}  ${line}`)]
  const all = [...told, ...fitted(note.map(text => LABEL + text))]
  return all.map((line, i) => (i === 0 ? `fix   ${line.slice(LABEL.length)}` : line))
}

function evidenceLines({evidence, more}: Finding): string[] {
  const shown = evidence.slice(0, EVIDENCE_SHOWN)
  const rest = evidence.length - shown.length + more
  const lines = shown.map(({path, bytes, layer}) =>
    path === '' ? `at    layer ${layer}  ${size(bytes)}` : `at    /${printable(path)}  ${size(bytes)}, layer ${layer}`,
  )
  return rest === 0 ? lines : [...lines, `      and ${counted(rest, 'more place', 'more places')}`]
}
