import {Change, type Union} from './union.ts'

/** A path in the order of a listing: folders before what they hold, names by their bytes. */
export interface WalkedPath {
  readonly node: number
  /** the version shown: the one visible as of the layer, or the one that the layer removed */
  readonly version: number
}

/** The children of a folder, by the bytes of their names. */
export function sortedChildren(union: Union, node: number): readonly number[] {
  const named = union.children(node).map(child => ({child, name: union.nameBytes(child)}))
  return named.sort((a, b) => Buffer.compare(a.name, b.name)).map(({child}) => child)
}

/** Everything below `node` that is visible as of `layer`, depth first. Linear but for the sorting of each folder. */
export function* walkVisible(union: Union, node: number, layer: number): Generator<WalkedPath> {
  yield* walk(
    union,
    node,
    child => union.versionAt(child, layer),
    child => union.pathsBelow(child, layer) > 0,
  )
}

/** Everything below `node` that any layer ever had, depth first, each with its newest version. */
export function* walkAll(union: Union, node: number): Generator<WalkedPath> {
  yield* walk(
    union,
    node,
    child => union.columns.nodeVersion[child]!,
    child => union.columns.nodeFirst[child]! >= 0,
  )
}

/** Everything below `node` that `layer` changed or removed, depth first; folders that only lie on the way are left out. */
export function* walkChanged(union: Union, node: number, layer: number): Generator<WalkedPath> {
  const changed = (child: number) => {
    const change = union.changeIn(child, layer)
    if (change === Change.none) return -1
    return change === Change.removed ? union.versionAt(child, layer - 1) : union.versionIn(child, layer)
  }
  yield* walk(union, node, changed, child => union.changesBelow(child, layer) > 0)
}

/** Walks without recursion: hostile trees may be deeper than the stack. */
function* walk(
  union: Union,
  top: number,
  versionOf: (node: number) => number,
  enters: (node: number) => boolean,
): Generator<WalkedPath> {
  const stack: {children: readonly number[]; next: number}[] = [{children: sortedChildren(union, top), next: 0}]
  while (stack.length > 0) {
    const level = stack[stack.length - 1]!
    if (level.next === level.children.length) {
      stack.pop()
      continue
    }
    const node = level.children[level.next++]!
    const version = versionOf(node)
    if (version >= 0) yield {node, version}
    if (enters(node)) stack.push({children: sortedChildren(union, node), next: 0})
  }
}
