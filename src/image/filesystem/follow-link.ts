import type {LayerIndex} from '../layer/layer-index.ts'
import {EntryType} from '../tar/entry-type.ts'
import {MOST_LINKS} from './most-links.ts'
import type {NodeTable} from './node-table.ts'
import {NEVER} from './union.ts'
import type {VersionTable} from './version-table.ts'

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
function throughSymlink(
  node: number,
  nodes: NodeTable,
  versions: VersionTable,
  layers: readonly (LayerIndex | null)[],
): number {
  const end = followLinks(node, nodes, at => standing(at, versions, layers))
  return end < 0 ? node : end
}

/** What is at a node now: a folder, a symlink by its target, or nothing that can be entered. */
function standing(
  node: number,
  versions: VersionTable,
  layers: readonly (LayerIndex | null)[],
): Uint8Array | 'folder' | null {
  const newest = versions.newestOf(node)
  if (newest < 0 || versions.until[newest] !== NEVER) return null
  // A hard link to a symlink is one.
  const version = versions.origin[newest]! < 0 ? newest : versions.origin[newest]!
  const entry = versions.entry[version]!
  if (entry < 0) return 'folder'
  const layer = layers[versions.layer[version]!]!
  const type = layer.columns.entryType[entry]
  if (type === EntryType.directory) return 'folder'
  return type === EntryType.symlink ? layer.linkTargetBytes(entry) : null
}

/** The directory that a node is or leads to, −1 where there is none. `standing` tells what is at a node. */
export function followLinks(
  node: number,
  nodes: NodeTable,
  standing: (node: number) => Uint8Array | 'folder' | null,
  hops = {left: MOST_LINKS},
): number {
  if (node === 0) return 0
  const target = standing(node)
  if (target === null) return -1
  if (target === 'folder') return node
  if (--hops.left < 0) return -1
  let at = target[0] === 0x2f ? 0 : nodes.parent[node]!
  for (const [start, end] of components(target)) {
    if (isDot(target, start, end)) continue
    if (isDotDot(target, start, end)) at = Math.max(0, nodes.parent[at]!)
    else {
      const next = nodes.find(at, target, start, end)
      at = next < 0 ? -1 : followLinks(next, nodes, standing, hops)
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
