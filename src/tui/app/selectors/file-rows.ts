import {ownerNamesAt} from '../../../image/filesystem/owner-names.ts'
import {Change, type ChangeCode, type Union} from '../../../image/filesystem/union.ts'
import type {EntryTypeName} from '../../../image/layer/layer-index.ts'
import {modeText} from '../../../text/mode.ts'
import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import type {State} from '../state.ts'
import {isOpen, MTIME_ONLY} from '../tree/folding.ts'
import {visibleRows} from '../tree/tree-cursor.ts'
import type {TreeModel} from '../tree/tree-model.ts'
import {modelOf} from '../verbs/settle-tree.ts'
import {differenceSums} from './difference-sums.ts'
import {litRange} from './lit-range.ts'
import {reasonText} from './reason-text.ts'
import {timeText} from './time-text.ts'

/** A row of the Files pane. Texts are printable. */
export interface FileRow {
  readonly node: number
  readonly depth: number
  readonly cursor: boolean
  readonly name: string
  /** the characters of the name that the filter was looking for */
  readonly lit: readonly [from: number, till: number] | null
  readonly type: EntryTypeName
  /** null: nothing to open */
  readonly open: boolean | null
  readonly change: ChangeCode
  /** a folder that the layer names only because something was written into it: at most its time moved */
  readonly inPassing: boolean
  /** ` → target` of links */
  readonly target: string | null
  /** in words, why it counts as changed */
  readonly reasons: string
  /** bytes; null where there is nothing to tell */
  readonly size: number | null
  /** of a difference: by how many bytes it is larger after than before; null where sizes are shown */
  readonly delta: number | null
  /** share of all that the view shows, 0 to 1; of a difference what `delta` is of all bytes that came and went */
  readonly share: number
  /** it is not there any more: its share went */
  readonly gone: boolean
  readonly attributes: {readonly mode: string; readonly owner: string; readonly time: string} | null
}

const LONGEST_NAME = 4096

/** The rows of the tree in a window of `height`; none before a layer was read. */
export function fileRows(explorer: Explorer, height: number, {unicode}: State['capabilities']): FileRow[] {
  const model = modelOf(explorer)
  if (model === null) return []
  const {tree, attributes} = explorer
  const sums = explorer.compared === null ? null : differenceSums(model.union)
  const total = Math.max(1, sums === null ? model.total : sums.grew + sums.shrank)
  return visibleRows(model, tree, height).map(({node, depth}) => {
    const version = model.version(node)
    const at = version < 0 ? null : model.union.entryOf(version)
    const type = version < 0 ? 'directory' : model.union.type(version)
    const change = model.change(node)
    const bytes = sizeShown(model, node, type, change)
    const delta = sums === null ? null : deltaOf(model, node)
    const target = at?.layer.linkTarget(at.entry) ?? null
    const ascii = !unicode
    const name = printable(model.union.name(node).slice(0, LONGEST_NAME), {ascii})
    return {
      node,
      depth,
      cursor: node === tree.cursor,
      name: name + (type === 'directory' ? '/' : ''),
      lit: litRange(model, node, name, ascii),
      type,
      open: model.hasChildren(node) ? isOpen(model, tree.folding, node) : null,
      change,
      inPassing: type === 'directory' && isInPassing(model, version, change),
      target: target === null ? null : printable(targetText(type, target.slice(0, LONGEST_NAME)), {ascii}),
      reasons:
        movedText(explorer, node, unicode) ??
        (explorer.compared !== null && change === Change.removed
          ? ''
          : change === Change.removed
            ? removedText(model.size(node))
            : changeText(model, node, version, change, unicode)),
      size: bytes,
      delta,
      share: Math.min(1, (delta === null ? (bytes ?? 0) : Math.abs(delta)) / total),
      gone: change === Change.removed,
      attributes:
        !attributes || at === null
          ? null
          : {
              mode: modeText(type, at.layer.columns.entryMode[at.entry]!),
              owner: ownerText(model, at, unicode),
              time: timeText(at.layer.columns.entrySeconds[at.entry]!),
            },
    }
  })
}

/** A symlink's target as it stands; a hard link's is a path of the tar, which begins at the image's root. */
function targetText(type: EntryTypeName, target: string): string {
  return type === 'hardlink' ? t`/${target.replace(/^(?:\.?\/)+/, '')}, hard link` : target
}

/** Packing a folder again stores no bytes: it is there because something inside is. */
function isInPassing(model: TreeModel, version: number, change: ChangeCode): boolean {
  if (change === Change.rewritten) return true
  return change === Change.metadata && model.union.columns.versionReasons[version] === MTIME_ONLY
}

function sizeShown(model: TreeModel, node: number, type: EntryTypeName, change: ChangeCode): number | null {
  if (change === Change.removed) return null
  return type === 'file' || type === 'directory' ? model.size(node) : null
}

function removedText(hidden: number): string {
  return hidden > 0 ? t`hides ${size(hidden)}` : ''
}

/** An entry's owner by the names that the image has as of the layer that is shown. */
function ownerText({union, layer}: TreeModel, at: NonNullable<ReturnType<Union['entryOf']>>, unicode: boolean): string {
  return printable(ownerNamesAt(union, layer).text(at.layer.owner(at.entry)), {ascii: !unicode})
}

/** What differs, in words. */
function changeText(model: TreeModel, node: number, version: number, change: ChangeCode, unicode: boolean): string {
  if (version < 0 || change === Change.none || change === Change.added) return ''
  if (change === Change.rewritten) return model.isDirectory(node) ? '' : t`stored again`
  const {union, layer} = model
  return reasonText(union, layer === 0 ? -1 : union.versionAt(node, layer - 1), version, unicode)
}

/** By how many bytes what is at or below a path differs between the two layers of a difference. */
function deltaOf({union}: TreeModel, node: number): number {
  const at = (layer: number) => {
    const version = union.versionAt(node, layer)
    if (version < 0) return 0
    return union.isDirectory(version) ? union.bytesBelow(node, layer) : union.sizeOf(version)
  }
  return at(1) - at(0)
}

/** Where a file of a difference was before, or is now; null for one that did not move. */
function movedText({compared, union}: Explorer, node: number, unicode: boolean): string | null {
  if (compared === null || union === null) return null
  const at = compared.moves.indexOf(node)
  if (at < 0) return null
  const other = compared.moves[at % 2 === 0 ? at + 1 : at - 1]!
  const path = printable(union.path(other).slice(-200), {ascii: !unicode})
  return `${at % 2 === 0 ? t`from` : t`moved to`} /${path}`
}
