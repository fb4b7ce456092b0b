import {CHANGE_NAMES, Change, type ChangeCode, type Reason, type Union} from '../../filesystem/union.ts'
import type {EntryTypeName} from '../../layer/layer-index.ts'

/** What became of a path, as `diff --json` spells it. */
export type DifferenceKind = 'added' | 'removed' | 'modified' | 'metadata' | 'moved'

/** One path in which two trees differ. */
export interface Difference {
  readonly node: number
  readonly kind: DifferenceKind
  readonly reasons: readonly Reason[]
  /** of what is there after, else of what was there before */
  readonly type: EntryTypeName
  /** bytes stored there; null where it is not there; a hard link: 0 */
  readonly before: number | null
  readonly after: number | null
  /** of a moved file where it was before */
  readonly from: number | null
}

/**
 * Every path in which the two trees of a union differ, by the order of the tree. A moved file is told once, where it is now;
 * folders that only hold what came or went are told too.
 */
export function differencesOf(union: Union, moves: Int32Array): readonly Difference[] {
  const from = new Map<number, number>()
  const gone = new Set<number>()
  for (let i = 0; i < moves.length; i += 2) {
    from.set(moves[i]!, moves[i + 1]!)
    gone.add(moves[i + 1]!)
  }
  const found: Difference[] = []
  for (const node of inOrder(union)) {
    const change = union.changeIn(node, 1) as ChangeCode
    if (change === Change.none || change === Change.rewritten || gone.has(node)) continue
    const [before, after] = [union.versionAt(node, 0), union.versionAt(node, 1)]
    const moved = from.get(node)
    found.push({
      node,
      kind: moved === undefined ? (CHANGE_NAMES[change] as DifferenceKind) : 'moved',
      reasons: after < 0 ? [] : union.reasons(after),
      type: union.type(after < 0 ? before : after),
      before: moved === undefined ? sizeAt(union, before) : sizeAt(union, union.versionAt(moved, 0)),
      after: sizeAt(union, after),
      from: moved ?? null,
    })
  }
  return found
}

function sizeAt(union: Union, version: number): number | null {
  return version < 0 ? null : union.sizeOf(version)
}

/** Nodes with something different in or below them, folders before what they hold, names bytewise. */
function* inOrder(union: Union): Generator<number> {
  const open = [0]
  while (open.length > 0) {
    const node = open.pop()!
    if (node > 0) yield node
    if (union.changesBelow(node, 1) === 0) continue
    const children = union.children(node).sort((a, b) => Buffer.compare(union.nameBytes(b), union.nameBytes(a)))
    for (const child of children) open.push(child)
  }
}

/** How many paths differ, and by how many bytes, kind by kind. */
export type DifferenceSums = Readonly<Record<DifferenceKind, {readonly paths: number; readonly bytes: number}>>

/** `bytes` are those after; of what was removed those before. */
export function sumsOf(differences: readonly Difference[]): DifferenceSums {
  const kinds: readonly DifferenceKind[] = ['added', 'removed', 'modified', 'metadata', 'moved']
  const sums = Object.fromEntries(kinds.map(kind => [kind, {paths: 0, bytes: 0}])) as Record<
    DifferenceKind,
    {paths: number; bytes: number}
  >
  for (const {kind, before, after} of differences) {
    sums[kind].paths++
    sums[kind].bytes += after ?? before ?? 0
  }
  return sums
}
