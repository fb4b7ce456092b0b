import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {paperSize} from '../layout.ts'
import type {Largest, Picker, State} from '../state.ts'
import {explorerOf} from '../state.ts'
import {largestOf} from '../verbs/largest.ts'
import {currentEvents} from '../verbs/versions.ts'
import type {Versions} from '../versions/versions.ts'
import {largestRows, largestTitle} from './largest-rows.ts'
import {pickerQuestion, pickerRows} from './picker-rows.ts'
import {versionDetail, versionRows} from './version-rows.ts'

/** Lists over everything else, as somebody hears them: the row under the cursor first. See reading.ts. */

/** The image under the cursor, and what is to be chosen. */
export function pickerReading(state: State, picker: Picker): readonly string[] {
  const row = pickerRows(picker, paperSize(state.terminal).rows, state).find(({cursor}) => cursor)
  const {name = '', platform = '', size: stored = '', age = '', layers = '', problem = ''} = row ?? {}
  return [
    joined(name, platform, stored, age, layers, problem, t`${picker.cursor + 1} of ${picker.choices.length}`),
    pickerQuestion(picker, state.capabilities),
  ]
}

/** The file under the cursor: where it is stored, and what became of it. */
export function largestReading(state: State, list: Largest): readonly string[] {
  const row = largestRows(state, list, paperSize(state.terminal).rows).find(({cursor}) => cursor)
  const place = t`${list.cursor + 1} of ${largestOf(explorerOf(state)).length}`
  return [row === undefined ? '' : joined(row.path, size(row.size), row.stored, row.gone, place), largestTitle(state)]
}

/** The version under the cursor, whose path it is, and what made it. */
export function versionsReading(state: State, page: Versions): readonly string[] {
  const row = versionRows(state, page).find(({cursor}) => cursor)
  const detail = versionDetail(state, page, 200, 8)
  const path = printable(explorerOf(state)?.union?.path(page.node) ?? '', {ascii: !state.capabilities.unicode})
  if (row === undefined) return []
  return [
    joined(
      t`layer ${row.layer}`,
      row.what + row.target,
      row.size === null ? '' : size(row.size),
      row.mode,
      row.owner,
      row.time,
      row.marked ? t`marked` : '',
      t`${page.cursor + 1} of ${currentEvents(state, page).length}`,
    ),
    t`Versions of ${`/${path}`}`,
    ...(detail === null ? [] : [detail.title, detail.fate, ...detail.command]),
  ]
}

function joined(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(', ')
}
