import {t} from '../../../text/translate.ts'
import {paperSize} from '../../app/layout.ts'
import {paperLines} from '../../app/selectors/paper-lines.ts'
import type {Paper, State} from '../../app/state.ts'
import {PaperPane} from '../panes/paper-pane.tsx'
import {Row} from '../panes/row.tsx'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

const TITLES: Readonly<Record<Paper['kind'], string>> = {
  help: t`Keys`,
  layer: t`Layer`,
  'layer-users': t`Used by`,
  branch: t`Layers`,
  instruction: t`Instruction`,
  'not-written': t`Not written`,
  matrix: t`Layers of these images`,
  relatives: t`Relatives`,
  contents: t`The same content, stored more than once`,
  engines: t`Engines`,
}

/** A page over everything else: the keys, all about a layer or an instruction, what was not written. */
export function PageScreen({state, paper, theme}: {state: State; paper: Paper; theme: Theme}) {
  const {columns} = state.terminal
  const room = paperSize(state.terminal)
  return (
    <>
      <Row text={bareTopRow(TITLES[paper.kind], columns, theme)} />
      <Row text="" />
      <PaperPane lines={paperLines(state, paper)} top={paper.top} columns={columns} rows={room.rows} theme={theme} />
    </>
  )
}
