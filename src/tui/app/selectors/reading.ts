import {CHANGE_NAMES, Change} from '../../../image/filesystem/union.ts'
import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {stepsOf} from '../history.ts'
import type {Home} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
import type {Cell} from '../home/table.ts'
import {tableOf} from '../home/views.ts'
import {explorerLayout, historyLayout} from '../layout.ts'
import {explorerOf, type State, top} from '../state.ts'
import {KIND_WORDS, type Kind} from '../tree/kinds.ts'
import {hints} from './bottom-line.ts'
import {fileRows} from './file-rows.ts'
import {filesFrame} from './files-frame.ts'
import {filterFoot} from './filter-foot.ts'
import {historyFrame} from './history-frame.ts'
import {historyRows} from './history-rows.ts'
import {homeFoot, homePage, homeTabs, homeTopLine} from './home-frame.ts'
import {homeRows} from './home-rows.ts'
import {type TopLine, tabLabel, topLine} from './image-facts.ts'
import {jobStatus} from './job-status.ts'
import {layerDetail, layerFigures} from './layer-detail.ts'
import {layerRows} from './layer-rows.ts'
import {largestReading, pickerReading, versionsReading} from './list-reading.ts'
import {mapFrame} from './map-frame.ts'
import {formReading, paletteReading, previewReading} from './typing-reading.ts'
import {wasteFrame} from './waste-frame.ts'
import {wasteLines} from './waste-lines.ts'

/**
 * The screen as somebody hears it: one thing after the other, what has just changed first. What the cursor is on, then where one
 * is, then which keys work here. Printable. Null for pages that are lines to begin with: they are read as they are.
 */
export function reading(state: State): readonly string[] | null {
  const said = readingOf(state)
  if (said === null) return null
  const {notice} = state
  return [...(notice === null ? [] : [notice.text]), ...said.filter(text => text !== ''), ...keysReading(state)]
}

function readingOf(state: State): readonly string[] | null {
  const context = top(state)
  switch (context.kind) {
    case 'explorer':
      return explorerReading(state, context)
    case 'filter':
      return filterReading(state)
    case 'home':
      return homeReading(state, context)
    case 'home-filter':
      return homeFilterReading(state, context.field.text)
    case 'form':
      return formReading(state, context)
    case 'preview':
      return previewReading(state, context)
    case 'palette':
      return paletteReading(state, context)
    case 'picker':
      return pickerReading(state, context)
    case 'largest':
      return largestReading(state, context)
    case 'versions':
      return versionsReading(state, context)
    default:
      return null
  }
}

/** What is done meanwhile, and the keys that work here. */
function keysReading(state: State): readonly string[] {
  const job = jobStatus(state)
  // Arrows and the like have names.
  const spelled = {...state, capabilities: {...state.capabilities, unicode: false}}
  const keys = hints(spelled, 400).map(({key, label}) => `${key} ${label}`)
  return [...(job === null ? [] : [t`Meanwhile: ${job.text}`]), t`Keys: ${keys.join(', ')}`]
}

function place({name, facts, transport, status}: TopLine): string {
  return [name, ...facts.map(({text}) => text), transport, status?.text ?? ''].filter(Boolean).join(', ')
}

function explorerReading(state: State, explorer: Explorer): readonly string[] {
  const where = place(topLine(explorer, state.capabilities))
  const tab = t`Tab ${tabLabel(explorer.tab, explorer, state.terminal.columns)}`
  switch (explorer.tab) {
    case 'files':
      return [
        ...(explorer.focus === 'layers' ? layerReading(state, explorer) : fileReading(state, explorer)),
        `${tab}, ${explorer.focus === 'layers' ? t`layers pane` : t`files pane`}`,
        where,
      ]
    case 'waste': {
      const {head, note, empty} = wasteFrame(explorer, state)
      const finding = wasteLines(explorer, state)
        .filter(({cursor}) => cursor)
        .map(({label, text, right}) => [label, text, right].filter(Boolean).join(' '))
      return [...(empty === null ? finding : [empty]), tab, ...head, note, where]
    }
    case 'map': {
      const {title, about, bands, note, empty} = mapFrame(explorer, state)
      return [empty ?? about, ...bands.map(({text}) => text), `${tab}, ${note}`, title, where]
    }
    case 'history': {
      const {title, empty, mismatch} = historyFrame(explorer, state.capabilities)
      const steps = stepsOf(explorer.image).length
      const {list} = historyLayout(state.terminal, steps, mismatch === null ? 0 : 1)
      const row = historyRows(explorer, list, state).find(({cursor}) => cursor)
      const step =
        row === undefined
          ? (empty ?? '')
          : joined([
              t`Step ${explorer.historyCursor + 1} of ${steps}`,
              `${row.verb} ${row.text}`.trim(),
              row.layer === null ? t`no layer` : t`layer ${row.layer.index}, ${bytes(row.layer.size)}`,
              row.age,
            ])
      return [step, tab, title, mismatch ?? '', where]
    }
    case 'config':
    case 'sharing':
      // Lines to read: drawn as they are, below.
      return [tab, where]
  }
}

function layerReading(state: State, explorer: Explorer): readonly string[] {
  const {list} = explorerLayout(state.terminal, explorer).layers
  const row = layerRows(explorer, list, state).find(({selected}) => selected)
  if (row === undefined) return [t`This image has no layers.`]
  const detail = layerDetail(explorer, 200, 8, state)
  const counts = layerFigures(explorer, row.index)?.paths
  return [
    joined([
      t`Layer ${row.index}, ${explorer.selected + 1} of ${explorer.layers.length}`,
      bytes(row.size),
      row.wasted ? t`${size(row.wasted)} wasted` : '',
      row.inBase ? t`of the base` : '',
      row.users === null ? '' : t`used by ${row.users}`,
    ]),
    ...detail.command,
    counts === undefined
      ? ''
      : joined(
          Object.entries(counts).map(([kind, count]) =>
            typeof count === 'number' && count > 0 ? `${count} ${KIND_WORDS[kind as Kind]}` : '',
          ),
        ),
    ...detail.facts.flatMap(fact => (fact.kind === 'text' ? [fact.text] : [])),
  ]
}

function fileReading(state: State, explorer: Explorer): readonly string[] {
  const frame = filesFrame(state, explorer)
  const {list} = explorerLayout(state.terminal, explorer).files
  const row = fileRows(explorer, list, state.capabilities).find(({cursor}) => cursor)
  const about =
    row === undefined
      ? joined([frame.empty ?? '', frame.elsewhere ?? ''])
      : joined([
          frame.path,
          row.type === 'directory'
            ? row.open === null
              ? t`folder`
              : row.open
                ? t`open folder`
                : t`closed folder`
            : row.type,
          row.target ?? '',
          bytes(row.size),
          row.change === Change.none || row.inPassing ? '' : CHANGE_NAMES[row.change],
          row.reasons,
          row.attributes === null ? '' : joined(Object.values(row.attributes)),
        ])
  return [about, `${frame.title}, ${frame.total}`, frame.counts]
}

/** What is typed and what it finds, then the first path that matches. */
function filterReading(state: State): readonly string[] | null {
  const explorer = explorerOf(state)
  const typed = explorer && filterFoot(state, explorer)
  if (explorer === null || typed === null) return null
  const text = printable(typed.field.text, {ascii: !state.capabilities.unicode})
  const {counts} = filesFrame(state, explorer)
  return [
    joined([t`Filter: ${text === '' ? t`empty` : text}`, typed.kind, typed.problem ?? counts]),
    ...fileReading(state, explorer),
  ]
}

function homeFilterReading(state: State, text: string): readonly string[] | null {
  const home = homeOf(state)
  if (home === null) return null
  const typed = text === '' ? t`empty` : printable(text, {ascii: !state.capabilities.unicode})
  return [joined([t`Filter: ${typed}`, homeFoot(home, state).note]), ...homeReading(state, home)]
}

function homeReading(state: State, home: Home): readonly string[] {
  const page = homePage(home, state)
  const active = homeTabs(home, state).find(tab => tab.active)?.label ?? ''
  const where = place(homeTopLine(home, state))
  if (page !== null) return [page.text, page.advice, t`Tab ${active}`, where]
  const table = tableOf(home, state)
  const row = homeRows(home, 1, state).find(({cursor}) => cursor)
  const count = shownRows(state, home).length
  const titles = [table.name, ...table.columns]
  const cells =
    row === undefined
      ? t`The list is empty.`
      : joined([
          ...titles.map(({key, title}, i) => {
            const cell = cellText(row.cells[key] ?? null)
            return cell === '' || i === 0 ? cell : `${title} ${cell}`
          }),
          row.marked ? t`marked` : '',
          t`${cursorRow(state, home) + 1} of ${count}`,
        ])
  const {text, note} = homeFoot(home, state)
  return [cells, t`Tab ${active}`, text, note, where]
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return size(cell)
  if (typeof cell === 'string') return cell
  return 'text' in cell ? cell.text : `${Math.round(cell.share * 100)} %`
}

function bytes(value: number | null): string {
  return value === null ? '' : size(value)
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter(part => part !== null && part !== '').join(', ')
}

/** True while what the explorer shows is lines to read. */
export function isReadAsItIs(state: State): boolean {
  const explorer = explorerOf(state)
  return top(state).kind === 'explorer' && (explorer?.tab === 'config' || explorer?.tab === 'sharing')
}
