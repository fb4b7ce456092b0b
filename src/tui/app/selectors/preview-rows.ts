import {findInText} from '../../../image/content/find-bytes.ts'
import {type HexRow, hexRow} from '../../../image/content/hex-row.ts'
import {modeText} from '../../../text/mode.ts'
import {type LitText, litText} from '../preview/lit-text.ts'
import {lookOf, type Preview} from '../preview/preview.ts'
import {bytesPerRow, gutter, previewWindow, textLayout} from '../preview/preview-layout.ts'
import {textRows} from '../preview/text-window.ts'
import type {State} from '../state.ts'
import {timeText} from './time-text.ts'

/** A row of a file that is looked into. Texts are printable. */
export type PreviewRow = PreviewTextRow | PreviewBytesRow | PreviewMemberRow

export interface PreviewTextRow {
  readonly kind: 'text'
  /** the number of the line, padded; blank where it goes on */
  readonly number: string
  readonly parts: readonly LitText[]
  /** the match that the user went to is in this line */
  readonly current: boolean
}

export interface PreviewBytesRow extends HexRow {
  readonly kind: 'bytes'
  readonly perRow: number
  /** places in the row that match what is searched: pairs of first and behind the last */
  readonly lit: readonly (readonly [number, number])[]
  readonly current: boolean
}

export interface PreviewMemberRow {
  readonly kind: 'member'
  readonly mode: string
  /** bytes; null for what has none */
  readonly size: number | null
  readonly time: string
  readonly name: readonly LitText[]
  readonly target: string | null
  readonly current: boolean
}

/** The rows on the screen; nothing else of the file is touched. */
export function previewRows(preview: Preview, state: Pick<State, 'terminal' | 'capabilities'>): PreviewRow[] {
  switch (lookOf(preview)) {
    case 'text':
      return lines(preview, state)
    case 'bytes':
      return bytes(preview, state)
    case 'archive':
      return members(preview, state)
    case null:
      return []
  }
}

function lines(preview: Preview, {terminal, capabilities}: Pick<State, 'terminal' | 'capabilities'>): PreviewRow[] {
  const text = preview.content!.text!
  const match = currentMatch(preview)
  const digits = gutter(preview) - 3
  return textRows(text, preview.place, textLayout(preview, terminal, capabilities.unicode)).map(
    ({segment, row, parts}) => ({
      kind: 'text',
      number: (segment.first && row === 0 ? String(segment.line + 1) : '').padStart(digits),
      parts,
      current: match !== null && match >= segment.start && match < segment.end,
    }),
  )
}

function bytes(preview: Preview, {terminal}: Pick<State, 'terminal'>): PreviewRow[] {
  const all = preview.content!.bytes
  const perRow = bytesPerRow(terminal)
  const {height} = previewWindow(terminal)
  const top = Math.floor(preview.place.top / perRow) * perRow
  const match = currentMatch(preview)
  const found = matchesBetween(preview, top - LONGEST_LIT, top + height * perRow)
  const length = Buffer.byteLength(preview.search?.query ?? '')
  const rows: PreviewRow[] = []
  for (let at = top; at < Math.min(all.length, top + height * perRow); at += perRow) {
    const lit = found
      .map(from => [Math.max(0, from - at), Math.min(perRow, from + length - at)] as const)
      .filter(([from, to]) => from < to)
    const current = match !== null && match >= at && match < at + perRow
    const row = hexRow(all.slice(at, at + perRow), at, perRow, preview.content!.size ?? all.length)
    rows.push({kind: 'bytes', ...row, perRow, lit, current})
  }
  return rows
}

/** A match that begins so many bytes above the window is not lit in it. */
const LONGEST_LIT = 4096

function matchesBetween({search}: Preview, from: number, to: number): readonly number[] {
  const matches = search?.matches ?? []
  let low = 0
  let high = matches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (matches[middle]! < from) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < matches.length && matches[end]! < to) end++
  return matches.slice(low, end)
}

function members(preview: Preview, {terminal, capabilities}: Pick<State, 'terminal' | 'capabilities'>): PreviewRow[] {
  const {height} = previewWindow(terminal)
  const {top} = preview.place
  const ascii = !capabilities.unicode
  const match = currentMatch(preview)
  return preview.content!.archive!.members.slice(top, top + height).map((member, i) => ({
    kind: 'member',
    mode: member.mode === null ? '' : modeText(member.type, member.mode),
    size: member.type === 'file' ? member.size : null,
    time: member.seconds === null ? '' : timeText(member.seconds),
    name: litText(member.name, findInText(member.name, preview.search?.query ?? ''), ascii),
    target:
      member.link === null
        ? null
        : litText(member.link, [], ascii)
            .map(part => part.text)
            .join(''),
    current: match === top + i,
  }))
}

function currentMatch({search}: Preview): number | null {
  return search?.matches[search.current] ?? null
}
