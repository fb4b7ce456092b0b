import type {LayerIndex} from '../layer/layer-index.ts'
import {EntryType} from '../tar/entry-type.ts'
import type {NodeTable} from './node-table.ts'
import {NEVER} from './union.ts'
import type {VersionTable} from './version-table.ts'

/** As many as Linux follows before it says ELOOP. */
const HOPS = 40

/** The node that a hard link entry names, from the root of the image; −1 where no layer so far has such a path. */
export function linkedNode(
  layer: LayerIndex,
  entry: number,
  nodes: NodeTable,
  versions: VersionTable,
  layers: readonly (LayerIndex | null)[],
): number {
  const target = layer.linkTargetBytes(entry)
  if (target === null) return -1
  let node = 0
  for (const [start, end] of components(target)) {
    if (isDot(target, start, end)) continue
    // Folders on the way may be symlinks; the last name is taken as it is.
    const folder = throughSymlink(node, nodes, versions, layers)
    node = isDotDot(target, start, end) ? Math.max(0, nodes.parent[folder]!) : nodes.find(folder, target, start, end)
    if (node < 0) return -1
  }
  return node
}

/**
 * Where `node` leads if the layers below have a symlink there: the directory at its end. The node itself where it is no
 * symlink, or where the link leads to nothing that can be entered.
 */
export function throughSymlink(
  node: number,
  nodes: NodeTable,
  versions: VersionTable,
  layers: readonly (LayerIndex | null)[],
): number {
  const end = follow(node, nodes, versions, layers, {left: HOPS})
  return end < 0 ? node : end
}

/** The directory that a node is or leads to, −1 where there is none. */
function follow(
  node: number,
  nodes: NodeTable,
  versions: VersionTable,
  layers: readonly (LayerIndex | null)[],
  hops: {left: number},
): number {
  if (node === 0) return 0
  const version = versions.newestOf(node)
  if (version < 0 || versions.until[version] !== NEVER) return -1
  const entry = versions.entry[version]!
  if (entry < 0) return node
  const layer = layers[versions.layer[version]!]!
  const type = layer.columns.entryType[entry]
  if (type === EntryType.directory) return node
  if (type !== EntryType.symlink || --hops.left < 0) return -1
  const target = layer.linkTargetBytes(entry)!
  let at = target[0] === 0x2f ? 0 : nodes.parent[node]!
  for (const [start, end] of components(target)) {
    if (isDot(target, start, end)) continue
    if (isDotDot(target, start, end)) at = Math.max(0, nodes.parent[at]!)
    else {
      const next = nodes.find(at, target, start, end)
      at = next < 0 ? -1 : follow(next, nodes, versions, layers, hops)
    }
    if (at < 0) return -1
  }
  return at
}

function* components(path: Uint8Array): Generator<readonly [number, number]> {
  let start = 0
  for (let i = 0; i <= path.length; i++) {
    if (i < path.length && path[i] !== 0x2f) continue
    if (i > start) yield [start, i]
    start = i + 1
  }
}

function isDot(path: Uint8Array, start: number, end: number): boolean {
  return end - start === 1 && path[start] === 0x2e
}

function isDotDot(path: Uint8Array, start: number, end: number): boolean {
  return end - start === 2 && path[start] === 0x2e && path[start + 1] === 0x2e
}
