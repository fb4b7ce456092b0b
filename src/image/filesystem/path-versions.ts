import type {EntryTypeName} from '../layer/layer-index.ts'
import {ownerNamesAt} from './owner-names.ts'
import {CHANGE_NAMES, type ChangeCode, NEVER, type Reason, type Union} from './union.ts'

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
  /** what the image's passwd and group called them then; null where they did not know them. Hostile */
  readonly user: string | null
  readonly group: string | null
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
export function versionsOf(union: Union, node: number): readonly PathVersion[] {
  return union
    .versionsOf(node)
    .reverse()
    .map(version => versionFacts(union, version))
}

/** What happened to a path in one layer: it was put there, or what was there was taken away. */
export type PathEvent =
  | {readonly kind: 'put'; readonly layer: number; readonly version: PathVersion}
  | {readonly kind: 'gone'; readonly layer: number; readonly version: PathVersion; readonly cause: HiddenCause}

/** The life of a path, layer by layer: its versions, and between them where it was gone. */
export function eventsOf(versions: readonly PathVersion[]): readonly PathEvent[] {
  return versions.flatMap((version, i): PathEvent[] => {
    const {layer, hidden} = version
    const put: PathEvent = {kind: 'put', layer, version}
    // A version of the layer that hid this one says itself that it took its place.
    if (hidden === null || versions[i + 1]?.layer === hidden.layer) return [put]
    return [put, {kind: 'gone', layer: hidden.layer, version, cause: hidden.cause}]
  })
}

/** Bytes of a version's content; 0 for what has none. A hard link has those of the file it leads to. */
export function contentSize(union: Union, version: number): number {
  return union.sizeOf(union.original(version))
}

function versionFacts(union: Union, version: number): PathVersion {
  const {columns} = union
  const at = union.entryOf(version)
  const until = columns.versionUntil[version]!
  const change = CHANGE_NAMES[columns.versionChange[version] as ChangeCode]
  const layer = columns.versionLayer[version]!
  const owners = ownerNamesAt(union, layer)
  const [uid, gid] = at?.layer.owner(at.entry) ?? [0, 0]
  return {
    version,
    layer,
    change: change === 'removed' ? null : change,
    reasons: union.reasons(version),
    type: union.type(version),
    size: contentSize(union, version),
    mode: at === null ? 0o755 : at.layer.columns.entryMode[at.entry]!,
    uid,
    gid,
    user: owners.user(uid),
    group: owners.group(gid),
    mtime: at?.layer.mtime(at.entry) ?? null,
    linkTarget: at?.layer.linkTarget(at.entry) ?? null,
    hidden: until === NEVER ? null : {layer: until, cause: CAUSES[columns.versionCause[version]!] ?? 'none'},
  }
}
