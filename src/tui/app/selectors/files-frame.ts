import {printable} from '../../../text/printable.ts'
import {count, counted, size} from '../../../text/size.ts'
import type {Explorer, State} from '../state.ts'
import {modelOf} from '../verbs/settle-tree.ts'

/** Title and foot of the Files pane, and what to say where there are no rows. Printable. */
export interface FilesFrame {
  readonly title: string
  readonly total: string
  readonly path: string
  readonly counts: string
  readonly empty: string | null
}

export function filesFrame(explorer: Explorer, {unicode}: State['capabilities']): FilesFrame {
  const {selected, view, sort, union, tree} = explorer
  const dot = unicode ? '·' : '-'
  const model = modelOf(explorer)
  const what = {
    aggregated: `Files after layer ${selected}`,
    changes: `Changes of layer ${selected}`,
    layer: `Contents of layer ${selected}`,
  }
  const unread = union === null ? [] : union.layers.flatMap((layer, i) => (layer === null && i <= selected ? [i] : []))
  const title = [
    what[view],
    unread.length > 0 && union !== null
      ? `without ${unread.length === 1 ? `layer ${unread[0]}` : `${unread.length} layers`}`
      : null,
  ]
  const paths = union === null ? 0 : union.pathsBelow(0, selected)
  const changed = union === null ? 0 : union.changesBelow(0, selected)
  return {
    title: title.filter(Boolean).join(` ${dot} `),
    total: model === null ? '' : `${size(model.total)} ${dot} by ${sort}`,
    path:
      union === null || tree.cursor <= 0
        ? ''
        : `/${printable(union.path(tree.cursor).slice(-4096), {ascii: !unicode})}`,
    counts:
      union === null
        ? ''
        : view === 'aggregated'
          ? counted(paths, 'path', 'paths')
          : `${count(changed)} changed of ${count(paths)}`,
    empty: tree.cursor > 0 && model !== null ? null : emptyText(explorer),
  }
}

/** Why there are no rows. */
function emptyText(explorer: Explorer): string {
  const {selected, layers, union, reading, view} = explorer
  const layer = layers[selected]
  if (layer === undefined) return 'This image has no layers, and so no files.'
  if (layer.kind === 'failed') return `Layer ${selected} could not be read.`
  if (union === null || union.layers[selected] == null) {
    if (reading.kind === 'cancelled') return `Layer ${selected} was not read. r reads on.`
    if (reading.kind === 'failed') return `Layer ${selected} was not read.`
    return `Layer ${selected} is being read.`
  }
  return view === 'aggregated' ? 'There are no files.' : `Layer ${selected} changes nothing.`
}
