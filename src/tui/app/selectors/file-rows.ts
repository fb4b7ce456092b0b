import {Change, type ChangeCode, type Reason} from '../../../image/filesystem/union.ts'
import type {EntryTypeName} from '../../../image/layer/layer-index.ts'
import {modeText} from '../../../text/mode.ts'
import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import type {Explorer, State} from '../state.ts'
import {isOpen, MTIME_ONLY} from '../tree/folding.ts'
import {visibleRows} from '../tree/tree-cursor.ts'
import type {TreeModel} from '../tree/tree-model.ts'
import {modelOf} from '../verbs/settle-tree.ts'
import {timeText} from './time-text.ts'

/** A row of the Files pane. Texts are printable. */
export interface FileRow {
  readonly node: number
  readonly depth: number
  readonly cursor: boolean
  readonly name: string
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
  /** share of all that the view shows, 0 to 1 */
  readonly share: number
  readonly attributes: {readonly mode: string; readonly owner: string; readonly time: string} | null
}

const LONGEST_NAME = 4096

export function fileRows(explorer: Explorer, height: number, {unicode}: State['capabilities']): FileRow[] {
  const model = modelOf(explorer)
  if (model === null) return []
  const {tree, attributes} = explorer
  const total = Math.max(1, model.total)
  return visibleRows(model, tree, height).map(({node, depth}) => {
    const version = model.version(node)
    const at = version < 0 ? null : model.union.entryOf(version)
    const type = version < 0 ? 'directory' : model.union.type(version)
    const change = model.change(node)
    const bytes = sizeShown(model, node, type, change)
    const target = at?.layer.linkTarget(at.entry) ?? null
    const ascii = !unicode
    return {
      node,
      depth,
      cursor: node === tree.cursor,
      name: printable(model.union.name(node).slice(0, LONGEST_NAME), {ascii}) + (type === 'directory' ? '/' : ''),
      type,
      open: model.hasChildren(node) ? isOpen(model, tree.folding, node) : null,
      change,
      inPassing: type === 'directory' && isInPassing(model, version, change),
      target: target === null ? null : printable(targetText(type, target.slice(0, LONGEST_NAME)), {ascii}),
      reasons:
        change === Change.removed
          ? removedText(model.size(node))
          : reasonText(model, node, version, change, unicode ? '→' : '>'),
      size: bytes,
      share: (bytes ?? 0) / total,
      attributes:
        !attributes || at === null
          ? null
          : {
              mode: modeText(type, at.layer.columns.entryMode[at.entry]!),
              owner: at.layer.owner(at.entry).join(':'),
              time: timeText(at.layer.columns.entrySeconds[at.entry]!),
            },
    }
  })
}

/** A symlink's target as it stands; a hard link's is a path of the tar, which begins at the image's root. */
function targetText(type: EntryTypeName, target: string): string {
  return type === 'hardlink' ? `/${target.replace(/^(?:\.?\/)+/, '')}, hard link` : target
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
  return hidden > 0 ? `hides ${size(hidden)}` : ''
}

const WORDS: Partial<Record<Reason, string>> = {mtime: 'time', xattr: 'attributes', linkTarget: 'target'}

/** What differs, in words; a mode with both values, since that is what one wants to see next. */
function reasonText(model: TreeModel, node: number, version: number, change: ChangeCode, arrow: string): string {
  if (version < 0 || change === Change.none || change === Change.added) return ''
  if (change === Change.rewritten) return model.isDirectory(node) ? '' : 'stored again'
  const {union, layer} = model
  const reasons = union.reasons(version)
  // Who writes a file also moves its time: told only where it is all there is.
  const shown = reasons.length > 1 ? reasons.filter(reason => reason !== 'mtime') : reasons
  return shown
    .map(reason => {
      if (reason !== 'mode' && reason !== 'owner') return WORDS[reason] ?? reason
      const below = layer === 0 ? -1 : union.versionAt(node, layer - 1)
      const before = below < 0 ? null : union.entryOf(below)
      const after = union.entryOf(version)
      if (before === null || after === null) return reason
      if (reason === 'owner')
        return `owner ${before.layer.owner(before.entry).join(':')}${arrow}${after.layer.owner(after.entry).join(':')}`
      return `mode ${octal(before.layer.columns.entryMode[before.entry]!)}${arrow}${octal(after.layer.columns.entryMode[after.entry]!)}`
    })
    .join(', ')
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
