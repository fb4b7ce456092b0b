import type {ContentComparison, ContentFacts} from '../../../image/analysis/content-comparison.ts'
import type {PathVersion} from '../../../image/filesystem/path-versions.ts'
import {inShort} from '../../../image/oci/hashed-sources.ts'
import {instructionOf} from '../../../image/oci/image-history.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import type {DiffLine} from '../../../text/line-diff.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted, exactSize, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {truncate, width} from '../../../text/width.ts'
import {paperSize} from '../layout.ts'
import {explorerOf, type State} from '../state.ts'
import type {Comparison} from '../versions/versions.ts'
import {BLANK, fact, type PaperLine} from './paper-line.ts'
import {TYPE_WORDS} from './type-words.ts'

/** A line of the comparison: of its head, or of the difference. Texts are printable. */
export type ComparisonLine =
  | {readonly kind: 'paper'; readonly line: PaperLine}
  | {readonly kind: 'diff'; readonly line: DiffLine; readonly text: string}

const LABEL = 11
const LONGEST = 4096

/** All lines there are. */
export function comparisonLength(comparison: Comparison, state: State): number {
  return headLines(comparison, state).length + diffLines(comparison).length
}

/** Where hunks begin, as places among the lines. */
export function hunkPlaces(comparison: Comparison, state: State): number[] {
  const head = headLines(comparison, state).length
  return diffLines(comparison).flatMap((line, i) => (line.kind === 'hunk' ? [head + i] : []))
}

/** The lines on the screen. */
export function comparisonLines(comparison: Comparison, state: State): ComparisonLine[] {
  const {rows} = paperSize(state.terminal)
  const head = headLines(comparison, state)
  const diff = diffLines(comparison)
  const first = Math.max(0, Math.min(comparison.top, head.length + diff.length - rows))
  const ascii = !state.capabilities.unicode
  return [
    ...head.slice(first, first + rows).map(line => ({kind: 'paper', line}) as const),
    ...diff
      .slice(Math.max(0, first - head.length), Math.max(0, first + rows - head.length))
      .map(line => ({kind: 'diff', line, text: 'text' in line ? lineText(line.text, ascii) : ''}) as const),
  ]
}

/** Tabs as the spaces they stand for, as far as that can be known without the lines before. */
function lineText(text: string, ascii: boolean): string {
  return printable(text.replaceAll('\t', '    '), {ascii})
}

/** Cells that the widest line number takes. */
export function numberCells(comparison: Comparison): number {
  const last = diffLines(comparison).findLast(line => line.kind !== 'no-line-end')
  const highest =
    last === undefined || last.kind === 'hunk'
      ? 0
      : Math.max('before' in last ? last.before : 0, 'after' in last ? last.after : 0)
  return Math.max(3, String(highest).length)
}

function diffLines({contents}: Comparison): readonly DiffLine[] {
  return contents.kind === 'known' && contents.comparison.kind === 'text' ? contents.comparison.diff.lines : []
}

function headLines(comparison: Comparison, state: State): PaperLine[] {
  const {columns} = paperSize(state.terminal)
  const ascii = !state.capabilities.unicode
  const arrow = ascii ? '->' : '→'
  const clean = (text: string) => printable(text.slice(0, LONGEST), {ascii})
  const lines: PaperLine[] = []
  const add = (label: string, text: string, tone: PaperLine['tone'] = 'plain') =>
    lines.push(...fact(label, text, columns, {labelWidth: Math.max(LABEL, width(label) + 2), tone}))
  const side = (version: PathVersion) =>
    truncate(clean(sideText(version, state)), columns - LABEL, {mark: ascii ? '...' : '…'})
  add(t`before`, side(comparison.before))
  add(t`after`, side(comparison.after))
  for (const {name, before, after} of comparison.differences) {
    add(clean(name).slice(0, 40), `${clean(before ?? t`none`)} ${arrow} ${clean(after ?? t`none`)}`)
  }
  if (comparison.differences.length === 0) add('', t`Mode, owner, time and attributes are the same.`, 'quiet')
  const {contents} = comparison
  if (contents.kind === 'running') add(t`contents`, runningText(contents, ascii), 'quiet')
  else if (contents.kind === 'failed') {
    add(t`contents`, clean(contents.failure.message), 'problem')
    if (contents.failure.advice !== null) add('', clean(contents.failure.advice))
  } else for (const text of contentTexts(contents.comparison)) add(text.label, text.text)
  if (diffLines(comparison).length > 0) lines.push(BLANK)
  return lines
}

function sideText({layer, size: bytes, type}: PathVersion, state: State): string {
  const mark = ellipsisFor(state.capabilities.unicode)
  const {verb, text} = inShort(instructionOf(explorerOf(state)?.image.layers[layer]?.history ?? null, mark), mark)
  const command = [verb ?? '', text].join(' ').replace(/\s+/g, ' ').trim()
  const what = type === 'file' || type === 'hardlink' ? size(bytes) : TYPE_WORDS[type]
  return [t`layer ${layer}, ${what}`, command.slice(0, 300)].filter(part => part !== '').join(', ')
}

function runningText({progress}: Comparison['contents'] & {kind: 'running'}, ascii: boolean): string {
  const mark = ascii ? '...' : '…'
  if (progress === null || progress.total === undefined || progress.total === 0) return t`comparing ${mark}`
  return t`comparing ${mark} ${size(progress.done)} of ${size(progress.total)}`
}

interface Labelled {
  readonly label: string
  readonly text: string
}

/** What is to be said of the contents beside the lines. */
function contentTexts(comparison: ContentComparison): Labelled[] {
  switch (comparison.kind) {
    case 'none':
      return []
    case 'same':
      return [
        {label: t`contents`, text: t`the same, ${exactSize(comparison.size)}`},
        {label: t`digest`, text: comparison.digest},
      ]
    case 'text': {
      const {added, removed, coarse, left} = comparison.diff
      const lines = t`${counted(added, 'line', 'lines')} added, ${count(removed)} removed`
      const rough = coarse ? t`; too different to find out which of them only moved` : ''
      const more =
        left > 0
          ? [{label: '', text: t`Only the first changes are shown: ${count(left)} more lines are left out.`}]
          : []
      return [{label: t`contents`, text: `${lines}${rough}`}, ...more]
    }
    case 'bytes': {
      const {why, before, after, firstDifference} = comparison
      const reason = why === 'binary' ? t`binary` : t`too large to be compared line by line`
      return [
        {
          label: t`contents`,
          text: t`differ from byte ${count(firstDifference)} (0x${firstDifference.toString(16)}) on; ${reason}`,
        },
        {label: t`was`, text: factsText(before)},
        {label: t`is`, text: factsText(after)},
      ]
    }
  }
}

function factsText({size: bytes, digest}: ContentFacts): string {
  return `${exactSize(bytes)}, ${digest}`
}
