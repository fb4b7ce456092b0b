import {CHANGE_NAMES, type ChangeCode, NEVER, type Reason} from '../image/filesystem/union.ts'
import type {EntryTypeName} from '../image/layer/layer-index.ts'
import type {ImageFiles} from './extract/path-failure.ts'
import {contentSize} from './read-file.ts'

/** What one layer put at a path, and what became of it. */
export interface PathVersion {
  readonly version: number
  readonly layer: number
  readonly change: Exclude<(typeof CHANGE_NAMES)[number], 'removed'>
  readonly reasons: readonly Reason[]
  readonly type: EntryTypeName
  /** bytes of its content; a hard link has those of the file it leads to */
  readonly size: number
  /** permission bits with setuid, setgid, sticky */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** ISO 8601; null for a folder that no entry names */
  readonly mtime: string | null
  /** hostile */
  readonly linkTarget: string | null
  /** null: the final image still has it */
  readonly hidden: {readonly layer: number; readonly cause: HiddenCause} | null
}

/** By Cause. */
const CAUSES = ['none', 'replaced', 'deleted', 'opaque', 'typeChanged', 'storedTwice'] as const
/** Why a version is no longer visible; see Cause. */
export type HiddenCause = (typeof CAUSES)[number]

/** Every version of a path, the oldest first, deleted ones too. */
export function versionsOf(files: ImageFiles, node: number): readonly PathVersion[] {
  const {union} = files
  return union
    .versionsOf(node)
    .reverse()
    .map(version => versionFacts(files, version))
}

function versionFacts(files: ImageFiles, version: number): PathVersion {
  const {columns} = files.union
  const at = files.union.entryOf(version)
  const until = columns.versionUntil[version]!
  const change = CHANGE_NAMES[columns.versionChange[version] as ChangeCode]
  const [uid, gid] = at?.layer.owner(at.entry) ?? [0, 0]
  return {
    version,
    layer: columns.versionLayer[version]!,
    change: change === 'removed' ? null : change,
    reasons: files.union.reasons(version),
    type: files.union.type(version),
    size: contentSize(files, version),
    mode: at === null ? 0o755 : at.layer.columns.entryMode[at.entry]!,
    uid,
    gid,
    mtime: at?.layer.mtime(at.entry) ?? null,
    linkTarget: at?.layer.linkTarget(at.entry) ?? null,
    hidden: until === NEVER ? null : {layer: until, cause: CAUSES[columns.versionCause[version]!] ?? 'none'},
  }
}
