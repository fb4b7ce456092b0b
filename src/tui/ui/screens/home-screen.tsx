import {wrap} from '../../../text/wrap.ts'
import type {Home} from '../../app/home/home.ts'
import {homeOf} from '../../app/home/in-state.ts'
import {homeLayout} from '../../app/home/layout.ts'
import {tableOf} from '../../app/home/views.ts'
import {homeFoot, homePage, homeTabs, homeTopLine} from '../../app/selectors/home-frame.ts'
import {homeRows} from '../../app/selectors/home-rows.ts'
import type {State} from '../../app/state.ts'
import {line} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {homeFootRow} from '../rows/home-foot-row.ts'
import {homeHeadRow, homeRow} from '../rows/home-row.ts'
import {tabRow} from '../rows/tab-row.ts'
import {topRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** What there is: the engine's images and containers, jobs. */
export function HomeScreen({state, theme}: {readonly state: State; readonly theme: Theme}) {
  const home = homeOf(state)
  if (home === null) return null
  const {columns, body} = homeLayout(state.terminal)
  return (
    <>
      <Row text={topRow(homeTopLine(home, state), columns, theme)} />
      <Row text={tabRow(homeTabs(home, state), columns, theme)} />
      <Rows lines={bodyLines(home, state, theme)} width={columns} height={body} />
    </>
  )
}

function bodyLines(home: Home, state: State, theme: Theme): string[] {
  const {columns, list} = homeLayout(state.terminal)
  const page = homePage(home, state)
  const table = tableOf(home, state)
  const lines =
    page === null
      ? [
          homeHeadRow(table, columns, theme),
          ...homeRows(home, list, state).map(row => homeRow(row, table, columns, theme)),
        ]
      : pageLines(page, columns, theme)
  while (lines.length < list + 1) lines.push('')
  return [...lines.slice(0, list + 1), homeFootRow(homeFoot(home, state), columns, theme)]
}

function pageLines({text, advice, tone}: NonNullable<ReturnType<typeof homePage>>, columns: number, theme: Theme) {
  const room = Math.max(10, Math.min(columns - 6, 90))
  const say = (what: string, style: 'busy' | 'problem' | null) =>
    wrap(what, room).map(each => line([['   '], [each, style]], columns, theme))
  const said = ['', ...say(text, tone === 'plain' ? null : tone)]
  return advice === '' ? said : [...said, '', ...say(advice, null)]
}
