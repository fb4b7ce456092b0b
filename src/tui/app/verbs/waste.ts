import {ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {truncate} from '../../../text/width.ts'
import type {Step} from '../effects.ts'
import type {Explorer} from '../explorer.ts'
import type {UserVerb} from '../messages.ts'
import {explorerOf, type State, withExplorer} from '../state.ts'
import {currentRow, cursorRow, type WasteRow, wasteRows} from '../waste/shown-findings.ts'
import {withWaste} from './analyse.ts'
import {goTo, type TreeGoal} from './go-to.ts'
import {inSight, settleTree} from './settle-tree.ts'
import {ledToFiles} from './tab-trail.ts'

type WasteVerb = Extract<
  UserVerb,
  {type: 'open-finding' | 'close-finding' | 'go-to-evidence' | 'go-to-blamed' | 'show-silenced' | 'copy-fix'}
>

/** Walking through what was found. */
export function waste(state: State, verb: WasteVerb): Step {
  const explorer = explorerOf(state)
  const row = explorer === null ? undefined : currentRow(explorer.waste)
  if (explorer === null || row === undefined) return [state, []]
  switch (verb.type) {
    case 'open-finding':
      return [withOpen(state, row, true), []]
    case 'close-finding':
      return [withOpen(state, row, false), []]
    case 'go-to-evidence': {
      const goal = evidenceGoal(explorer, row)
      return goal === null ? [state, []] : goTo(state, goal)
    }
    case 'go-to-blamed':
      return [toLayer(state, row.shown.finding.layer), []]
    case 'show-silenced':
      return [withWaste(state, each => ({...each, showsSilenced: !each.showsSilenced})), []]
    case 'copy-fix':
      return copyFix(state, row)
  }
}

/** The cursor on another row. */
export function moveInWaste(explorer: Explorer, choose: (at: number, count: number) => number): Explorer {
  const rows = wasteRows(explorer.waste)
  const to = rows[choose(cursorRow(rows, explorer.waste.cursor), rows.length)]
  if (to === undefined) return explorer
  return {...explorer, waste: {...explorer.waste, cursor: {finding: to.finding, evidence: to.evidence}}}
}

function withOpen(state: State, {finding}: WasteRow, opens: boolean): State {
  return withWaste(state, each => {
    const open = new Set(each.open)
    if (opens) open.add(finding)
    else open.delete(finding)
    return {...each, open, cursor: {finding, evidence: -1}}
  })
}

/** Where in the tree a piece of evidence is; null for what is no path of it. */
export function evidenceGoal({union}: Explorer, {shown, evidence}: WasteRow): TreeGoal | null {
  const piece = shown.finding.evidence[evidence]
  const node = piece === undefined || union === null ? -1 : union.find(piece.path)
  if (piece === undefined || union === null || node <= 0) return null
  const {versionUntil} = union.columns
  // A folder may be older than what its evidence speaks of: as of that layer it is there in any case.
  const version = union.versionAt(node, piece.layer)
  const own = union.versionIn(node, piece.layer)
  const hidden = version >= 0 ? version : own
  if (hidden < 0) return null
  return {
    node,
    layer: piece.layer,
    until: version < 0 ? piece.layer + 1 : Math.max(piece.layer + 1, versionUntil[hidden]!),
  }
}

function toLayer(state: State, layer: number | null): State {
  if (layer === null) return state
  return settleTree(
    withExplorer(state, explorer => ({
      ...inSight(explorer),
      ...ledToFiles(explorer),
      selected: layer,
      focus: 'layers',
      view: 'changes',
    })),
  )
}

function copyFix(state: State, {shown}: WasteRow): Step {
  const {fix} = shown.finding
  if (fix === null || fix.lines.length === 0) return [state, []]
  const text = printable(fix.lines.join('\n'), {lines: true})
  const {unicode} = state.capabilities
  const said = truncate(printable(text, {ascii: !unicode}), 100, {mark: ellipsisFor(unicode)})
  return [
    {
      ...state,
      notice: {
        text:
          fix.file === 'build context'
            ? t`Copied for the build context: ${said}`
            : t`Copied for the ${fix.file}: ${said}`,
        kind: 'done',
      },
    },
    [{type: 'copy', text}],
  ]
}
