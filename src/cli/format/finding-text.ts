import type {Finding} from '../../image/analysis/finding.ts'
import {promiseText} from '../../image/analysis/waste/waste-sentences.ts'
import {printable} from '../../text/printable.ts'
import {counted, size} from '../../text/size.ts'
import {pad} from '../../text/width.ts'
import {wrap} from '../../text/wrap.ts'

const INDENT = 11
/** Evidence that a text names; the rest is said by its number. */
const EVIDENCE_SHOWN = 3

/** A finding in lines: what it costs and what it is, the fix, where it was seen. */
export function findingText(finding: Finding, columns: number | null): string {
  const {summary, bytes, kind, fix, evidence, rule} = finding
  const amount = kind === 'secret' ? 'secret' : bytes > 0 ? size(bytes) : ''
  const lines = [`${printable(summary)}  [${rule}]`]
  if (fix !== null && (fix.lines.length > 0 || fix.note !== '')) lines.push(...fixLines(finding))
  else if (bytes > 0) lines.push(promiseText(finding))
  if (evidence.length > 1) lines.push(...evidenceLines(finding))
  const room = columns === null ? Number.POSITIVE_INFINITY : columns - INDENT
  const wrapped = lines.flatMap(line =>
    columns === null ? [line] : wrap(line, Math.max(20, room), {indent: '      '}),
  )
  return wrapped.map((line, i) => `${pad(i === 0 ? amount : '', INDENT - 2, 'right')}  ${line}\n`).join('')
}

function fixLines({fix, bytes, certainty}: Finding): string[] {
  const {file, lines, note} = fix!
  const label =
    file === 'Dockerfile' || lines.length === 0
      ? 'fix   '
      : `fix   in ${file === '.dockerignore' ? file : `the ${file}`}: `
  const whole = file === '.dockerignore' ? [lines.join('  ')] : lines
  const all = whole.map((line, i) => `${i === 0 ? label : '      '}${printable(line)}`)
  if (note !== '') all.push(`${all.length === 0 ? label : '      '}${printable(note)}`)
  return bytes > 0 ? [...all, promiseText({bytes, certainty})] : all
}

function evidenceLines({evidence, more}: Finding): string[] {
  const shown = evidence.slice(0, EVIDENCE_SHOWN)
  const rest = evidence.length - shown.length + more
  const lines = shown.map(({path, bytes, layer}) => `at    /${printable(path)}  ${size(bytes)}, layer ${layer}`)
  return rest === 0 ? lines : [...lines, `      and ${counted(rest, 'more place', 'more places')}`]
}
