import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {truncate} from '../../../text/width.ts'
import {versionDetail, versionRows, versionsLayout} from '../../app/selectors/version-rows.ts'
import {explorerOf, type State} from '../../app/state.ts'
import {pathEvents, type Versions} from '../../app/versions/versions.ts'
import {line} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {ruled} from '../rows/frame-row.ts'
import {bareTopRow} from '../rows/top-row.ts'
import {versionColumns, versionRow, versionsTitle} from '../rows/version-row.ts'
import type {Theme} from '../theme.ts'

/** Every version of a path, and below them what is to be said of the one under the cursor. */
export function VersionsScreen({state, page, theme}: {state: State; page: Versions; theme: Theme}) {
  const {columns, rows} = state.terminal
  const union = explorerOf(state)?.union ?? null
  const ascii = !state.capabilities.unicode
  const path = union === null ? '' : `/${printable(union.path(page.node).slice(-4096), {ascii})}`
  const title = t`Versions of ${truncate(path, Math.max(8, columns - 28), {from: 'start', mark: theme.glyphs.ellipsis})}`
  const {list, detail} = versionsLayout(state, pathEvents(union, page).length)
  const shown = versionRows(state, page)
  const parts = versionColumns(shown, columns)
  const lines = [versionsTitle(parts, columns, theme), ...shown.map(row => versionRow(row, parts, columns, theme))]
  while (lines.length < list + 1) lines.push('')
  const about = versionDetail(state, page, Math.max(1, columns - 4), detail)
  if (about !== null && detail > 0) {
    lines.push(
      '',
      ruled(about.title, '', columns, false, theme),
      line([['   '], [about.fate, 'strong']], columns, theme),
    )
    for (const text of about.command) lines.push(line([['   '], [text]], columns, theme))
  }
  return (
    <>
      <Row text={bareTopRow(title, columns, theme)} />
      <Row text="" />
      <Rows lines={lines} width={columns} height={Math.max(0, rows - 3)} />
    </>
  )
}
