import {eventsOf, type PathVersion} from '../../image/filesystem/path-versions.ts'
import type {HistoryEntry} from '../../image/oci/image-config.ts'
import {type HistoryStep, instructionOf} from '../../image/oci/image-history.ts'
import {wholeInstruction} from '../../image/oci/instruction.ts'
import {age} from '../../text/age.ts'
import {modeText} from '../../text/mode.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import {pad, width} from '../../text/width.ts'
import {wrap} from '../../text/wrap.ts'

export interface Page {
  /** milliseconds since 1970 */
  readonly now: number
  /** cells to keep within, null for a pipe: then each step has one line */
  readonly columns: number | null
}

/** What an entry tells, in one piece, harmless: `RUN apt-get update`. */
function instructionText(entry: HistoryEntry | null, page: Page): string {
  return printable(wholeInstruction(instructionOf(entry)), {lines: page.columns !== null})
}

/** The steps as a Dockerfile reads, each with its layer, that layer's size and its age. `sizes`: by layer, null unread. */
export function historyText(steps: readonly HistoryStep[], sizes: readonly (number | null)[], page: Page): string {
  const rows = steps.map(({layer, entry}) => ({
    cells: [
      layer === null ? '' : String(layer),
      layer === null ? '' : sizes[layer] == null ? '?' : size(sizes[layer]),
      age(entry?.created ?? null, page.now) ?? '',
    ],
    text: instructionText(entry, page) || (entry === null ? '(the history ends before)' : ''),
  }))
  return table(['#', 'size', 'age', 'instruction'], rows, page)
}

/** Every version of a path, the oldest first; below each that is gone, who hid it. `entries`: by layer, what made it. */
export function versionsText(
  versions: readonly PathVersion[],
  entries: readonly (HistoryEntry | null)[],
  page: Page,
): string {
  const step = (layer: number) => instructionText(entries[layer] ?? null, page)
  const rows = eventsOf(versions).map(event => {
    const cells =
      event.kind === 'put' ? versionCells(event.version) : [CAUSES[event.cause] ?? event.cause, '', '', '', '']
    return {cells: [String(event.layer), ...cells], text: step(event.layer)}
  })
  return table(['#', 'change', 'size', 'mode', 'owner', 'modified', 'instruction'], rows, page)
}

const CAUSES: Readonly<Record<string, string>> = {
  deleted: 'deleted',
  opaque: 'hidden (the folder begins anew)',
  replaced: 'replaced',
  typeChanged: 'replaced by another type',
  storedTwice: 'stored again in the same layer',
}

function versionCells(version: PathVersion): string[] {
  const {change, reasons, type, linkTarget, mtime} = version
  const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : ''
  const target = linkTarget === null ? '' : ` ${type === 'hardlink' ? 'link to' : '->'} ${printable(linkTarget)}`
  return [
    `${change ?? 'never visible'}${why}${target}`,
    type === 'directory' ? '' : size(version.size),
    modeText(type, version.mode),
    printable(`${version.user ?? version.uid}:${version.group ?? version.gid}`),
    mtime === null ? '' : mtime.slice(0, 16).replace('T', ' '),
  ]
}

/** With less room than this beside its cells, an instruction goes below them. */
const BESIDE = 30
const BELOW = 4

/** Aligned cells, then a text that goes on below itself; where the terminal is narrow all of it stands below the cells. */
function table(
  head: readonly string[],
  rows: readonly {readonly cells: readonly string[]; readonly text: string}[],
  {columns}: Page,
): string {
  const all = [{cells: head.slice(0, -1), text: head.at(-1)!}, ...rows]
  const widths = head.slice(0, -1).map((_, i) => Math.max(...all.map(({cells}) => width(cells[i] ?? ''))))
  const beside = widths.reduce((sum, cells) => sum + cells + 2, 0)
  const isNarrow = columns !== null && columns - beside < BESIDE
  const indent = isNarrow ? BELOW : beside
  return all
    .flatMap(({cells, text}, row) => {
      const padded = widths.map((cell, i) => pad(cells[i] ?? '', cell, NUMBERS.has(head[i]!) ? 'right' : 'left'))
      const before = padded.map(cell => `${cell}  `).join('')
      if (isNarrow && row === 0) return [before]
      const lines = columns === null ? [text] : wrap(text, columns - indent, {indent: '  '})
      const below = lines.map(line => `${' '.repeat(indent)}${line}`)
      return isNarrow ? [before, ...below] : [`${before}${lines[0] ?? ''}`, ...below.slice(1)]
    })
    .map(line => `${line.trimEnd()}\n`)
    .join('')
}

const NUMBERS: ReadonlySet<string> = new Set(['#', 'size'])
