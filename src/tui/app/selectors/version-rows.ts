import type {PathEvent, PathVersion} from '../../../image/filesystem/path-versions.ts'
import {Change, type ChangeCode, type Union} from '../../../image/filesystem/union.ts'
import {inShort} from '../../../image/oci/hashed-sources.ts'
import {instructionOf} from '../../../image/oci/image-history.ts'
import {age} from '../../../text/age.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import {modeText} from '../../../text/mode.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {wrap} from '../../../text/wrap.ts'
import {listTop, paperSize} from '../layout.ts'
import {explorerOf, type State} from '../state.ts'
import {KIND_WORDS} from '../tree/kinds.ts'
import {pathEvents, type Versions} from '../versions/versions.ts'
import {reasonText} from './reason-text.ts'
import {timeText} from './time-text.ts'
import {TYPE_WORDS} from './type-words.ts'

/** A row of the page of versions. Texts are printable. */
export interface VersionRow {
  readonly cursor: boolean
  readonly marked: boolean
  readonly layer: number
  readonly change: ChangeCode
  /** what happened, in words: `added`, `mode 0644→0755`, `deleted` */
  readonly what: string
  /** ` → target` of links */
  readonly target: string
  /** bytes; null where there are none to tell */
  readonly size: number | null
  readonly mode: string
  readonly owner: string
  readonly time: string
  /** what the Dockerfile says of the layer */
  readonly instruction: string
}

/** Longer than the widest row. */
const SHOWN = 300
/** Rows for what is told about the row under the cursor. */
const DETAIL = 8

/** How many rows the list takes, and how many what is told about one of them; the line between them not counted. */
export function versionsLayout({terminal}: Pick<State, 'terminal'>, count: number): {list: number; detail: number} {
  const {rows} = paperSize(terminal)
  // One row goes to the names of the columns, two lie between.
  const room = Math.max(0, rows - 3)
  const list = Math.min(Math.max(1, count), Math.max(1, room - Math.min(DETAIL, Math.floor(room / 2))))
  return {list, detail: Math.max(0, room - list)}
}

/** The rows of the window. */
export function versionRows(state: State, page: Versions): VersionRow[] {
  const explorer = explorerOf(state)
  const union = explorer?.union ?? null
  if (explorer === null || union === null) return []
  const events = pathEvents(union, page)
  const {list} = versionsLayout(state, events.length)
  const first = listTop(page.cursor, events.length, list)
  const ascii = !state.capabilities.unicode
  const mark = ellipsisFor(!ascii)
  return events.slice(first, first + list).map((event, i) => {
    const {verb, text} = inShort(instructionOf(explorer.image.layers[event.layer]?.history ?? null, mark), mark)
    const before = events.slice(0, first + i).findLast(each => each.kind === 'put')?.version ?? null
    return {
      cursor: first + i === page.cursor,
      marked: event.kind === 'put' && page.marked.includes(event.version.version),
      layer: event.layer,
      ...(event.kind === 'put' ? putCells(event.version, before, union, ascii) : goneCells(event)),
      instruction: printable(
        [verb ?? '', text.slice(0, SHOWN * 4)].join(' ').replace(/\s+/g, ' ').trim().slice(0, SHOWN),
        {ascii},
      ),
    }
  })
}

type Cells = Omit<VersionRow, 'cursor' | 'marked' | 'layer' | 'instruction'>

function putCells(version: PathVersion, before: PathVersion | null, union: Union, ascii: boolean): Cells {
  const change = union.columns.versionChange[version.version] as ChangeCode
  const at = union.entryOf(version.version)
  const {type, linkTarget, mode} = version
  return {
    change,
    what: whatText(version, before, union, !ascii),
    target: linkTarget === null ? '' : printable(linkTarget.slice(0, SHOWN), {ascii}),
    size: type === 'file' || type === 'hardlink' ? version.size : null,
    mode: modeText(type, mode),
    owner: printable(`${version.user ?? version.uid}:${version.group ?? version.gid}`, {ascii}),
    time: at === null ? '' : timeText(at.layer.columns.entrySeconds[at.entry]!),
  }
}

function goneCells(event: PathEvent & {kind: 'gone'}): Cells {
  return {change: Change.removed, what: GONE[event.cause], target: '', size: null, mode: '', owner: '', time: ''}
}

const GONE: Readonly<Record<(PathEvent & {kind: 'gone'})['cause'], string>> = {
  none: t`gone`,
  replaced: t`replaced`,
  deleted: t`deleted`,
  opaque: t`hidden: the folder begins anew`,
  typeChanged: t`something else takes its place`,
  storedTwice: t`stored again in the same layer`,
}

/** The change and why, as short as it can be said. */
function whatText(version: PathVersion, before: PathVersion | null, union: Union, unicode: boolean): string {
  if (version.change === null) return t`never visible`
  if (version.change === 'added') return version.type === 'file' ? t`added` : t`added, a ${TYPE_WORDS[version.type]}`
  if (version.change === 'rewritten') return t`stored again, nothing differs`
  return reasonText(union, before?.version ?? -1, version.version, unicode) || KIND_WORDS[version.change]
}

/** What is told about the row under the cursor: who made it, and what became of it. Printable, wrapped. */
export interface VersionDetail {
  readonly title: string
  readonly fate: string
  readonly command: readonly string[]
}

/** The version under the cursor in at most `rows` lines: what made it, and who took it away. */
export function versionDetail(state: State, page: Versions, columns: number, rows: number): VersionDetail | null {
  const explorer = explorerOf(state)
  const events = pathEvents(explorer?.union ?? null, page)
  const event = events[page.cursor]
  if (explorer === null || event === undefined) return null
  const ascii = !state.capabilities.unicode
  const dot = ascii ? '-' : '·'
  const mark = ellipsisFor(!ascii)
  const history = explorer.image.layers[event.layer]?.history ?? null
  const {verb, text, builder, isComment} = instructionOf(history, mark)
  const said =
    text === ''
      ? t`The history says nothing about this layer.`
      : (isComment ? t`No command, but a comment: ` : '') + text
  return {
    title: [t`layer ${event.layer}`, verb, age(history?.created ?? null, state.now), builder]
      .filter(Boolean)
      .join(` ${dot} `),
    fate: fateText(event),
    command: wrap(printable(said.slice(0, Math.max(1, columns * rows * 4)), {lines: true, ascii}), columns, {
      indent: '  ',
      limit: Math.max(1, rows - 1),
      mark,
    }),
  }
}

/** What became of a version. */
function fateText(event: PathEvent): string {
  if (event.kind === 'gone') return t`Layer ${event.layer} took away what layer ${event.version.layer} had put there.`
  const {hidden, layer} = event.version
  if (hidden === null) return t`The final image has this one.`
  if (hidden.layer === layer) return t`It was never to be seen: ${HIDDEN[hidden.cause]} in the same layer.`
  return t`It was to be seen until layer ${hidden.layer}, where it was ${HIDDEN[hidden.cause]}.`
}

const HIDDEN: Readonly<Record<(PathEvent & {kind: 'gone'})['cause'], string>> = {
  none: t`hidden`,
  replaced: t`replaced`,
  deleted: t`deleted`,
  opaque: t`hidden, since the folder begins anew`,
  typeChanged: t`replaced by something of another type`,
  storedTwice: t`stored again`,
}
