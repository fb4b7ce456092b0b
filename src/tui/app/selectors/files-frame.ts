import {ALL_TOLD} from '../../../image/analysis/comparison/noise.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {KIND_WORDS} from '../tree/kinds.ts'
import type {TreeModel} from '../tree/tree-model.ts'
import {SORT_WORDS} from '../tree/view.ts'
import {modelOf} from '../verbs/settle-tree.ts'
import {signed} from './compared-lines.ts'
import {differenceSums} from './difference-sums.ts'
import {filterTitle, matchCounts} from './filter-foot.ts'
import {layerFigures} from './layer-detail.ts'
import {matchElsewhere} from './match-elsewhere.ts'
import {noiseText} from './noise-text.ts'

/** Title and foot of the Files pane, and what to say where there are no rows. Printable. */
export interface FilesFrame {
  readonly title: string
  readonly total: string
  readonly path: string
  readonly counts: string
  /** other counts are on their way */
  readonly pending: boolean
  readonly empty: string | null
  /** where there is no match, how to come to one */
  readonly elsewhere: string | null
}

/** What stands around the tree: which view as of which layer, how much of it is shown, why it may be empty. */
export function filesFrame(state: State, explorer: Explorer): FilesFrame {
  const {unicode} = state.capabilities
  const {selected, view, sort, union, tree} = explorer
  const dot = unicode ? '·' : '-'
  const model = modelOf(explorer)
  const side = selected === 0 ? t`before` : t`after`
  const what =
    explorer.compared === null
      ? {
          aggregated: t`Files after layer ${selected}`,
          changes: t`Changes of layer ${selected}`,
          layer: t`Contents of layer ${selected}`,
        }
      : {
          aggregated: t`All files ${side}`,
          changes: selected === 0 ? t`All files before` : t`What differs`,
          layer: t`All files ${side}`,
        }
  const unread = union === null ? [] : union.layers.flatMap((layer, i) => (layer === null && i <= selected ? [i] : []))
  const {quiet} = explorer.compared ?? {quiet: ALL_TOLD}
  const title = [
    what[view],
    noiseText(quiet),
    explorer.hidden.length > 0 ? t`${explorer.hidden.map(kind => KIND_WORDS[kind]).join(', ')} hidden` : null,
    unread.length > 0 && union !== null
      ? t`without ${unread.length === 1 ? t`layer ${unread[0]!}` : t`${unread.length} layers`}`
      : null,
    filterTitle(explorer, unicode),
  ]
  const isEmpty = tree.cursor <= 0 || model === null
  const paths = union === null ? 0 : union.pathsBelow(0, selected)
  const changed = union === null ? 0 : union.changesBelow(0, selected)
  // What was removed is a change, and stands in the tree.
  const removed = layerFigures(explorer, selected)?.paths.removed ?? 0
  return {
    title: title.filter(Boolean).join(` ${dot} `),
    total: model === null ? '' : `${totalText(explorer, model, unicode)} ${dot} ${SORT_WORDS[sort]}`,
    path:
      union === null || tree.cursor <= 0
        ? ''
        : `/${printable(union.path(tree.cursor).slice(-4096), {ascii: !unicode})}`,
    counts:
      matchCounts(explorer) ??
      (union === null
        ? ''
        : view === 'aggregated'
          ? counted(paths, 'path', 'paths')
          : t`${count(changed)} changed of ${count(paths + removed)}`),
    pending: explorer.filter !== null && explorer.filter.awaited >= 0,
    empty: isEmpty ? emptyText(state, explorer) : null,
    elsewhere: isEmpty ? matchElsewhere(state, explorer) : null,
  }
}

/** All of what is shown; of what differs both directions: what went weighs as much as what came. */
function totalText({compared, selected, union, view}: Explorer, model: TreeModel, unicode: boolean): string {
  if (compared === null || union === null || selected === 0 || view !== 'changes') return size(model.total)
  const {grew, shrank} = differenceSums(union)
  const both = [grew, -shrank].filter(bytes => bytes !== 0)
  return both.length === 0 ? signed(0, unicode) : both.map(bytes => signed(bytes, unicode)).join(' ')
}

/** Why there are no rows. */
function emptyText(state: State, explorer: Explorer): string {
  const {selected, layers, union, reading, view} = explorer
  const layer = layers[selected]
  if (layer === undefined) return t`This image has no layers, and so no files.`
  if (layer.kind === 'failed') return t`Layer ${selected} could not be read.`
  if (union === null || union.layers[selected] == null) {
    if (reading.kind === 'cancelled') return t`Layer ${selected} was not read. ${keyFor(state, 'read-on')} reads on.`
    if (reading.kind === 'failed') return t`Layer ${selected} was not read.`
    return t`Layer ${selected} is being read.`
  }
  if (explorer.filter?.found != null) return t`Nothing matches here.`
  if (explorer.hidden.length > 0) return t`All there is is hidden. ${keyFor(state, 'show-hidden')} shows it.`
  if (explorer.compared !== null) return t`No path differs.`
  return view === 'aggregated' ? t`There are no files.` : t`Layer ${selected} changes nothing.`
}
