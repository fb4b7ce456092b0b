import {EntryType, type LayerColumns} from '../../layer/layer-index.ts'
import type {Union, UnionColumns} from '../union.ts'

/** Of a union what names paths: columns over shared memory, and nothing that has to be copied to another thread. */
export interface PathTree
  extends Pick<
    UnionColumns,
    | 'nodeCount'
    | 'nodeParent'
    | 'nodeLayer'
    | 'nodeInLayer'
    | 'nodeFirst'
    | 'versionCount'
    | 'versionNode'
    | 'versionLayer'
    | 'versionEntry'
  > {
  readonly layers: readonly (Pick<LayerColumns, 'names' | 'nodeName' | 'entryType'> | null)[]
}

/** What of a union names its paths; shares its memory. */
export function pathTreeOf({columns, layers}: Union): PathTree {
  const {nodeCount, nodeParent, nodeLayer, nodeInLayer, nodeFirst} = columns
  const {versionCount, versionNode, versionLayer, versionEntry} = columns
  return {
    nodeCount,
    nodeParent,
    nodeLayer,
    nodeInLayer,
    nodeFirst,
    versionCount,
    versionNode,
    versionLayer,
    versionEntry,
    layers: layers.map(layer => {
      if (layer === null) return null
      const {names, nodeName, entryType} = layer.columns
      return {names, nodeName, entryType}
    }),
  }
}

const known = new WeakMap<PathTree, Uint8Array>()

/** Per node 1 where the path ever was a folder. Looked up once for a tree. */
export function foldersOf(tree: PathTree): Uint8Array {
  const folders = known.get(tree) ?? lookedUp(tree)
  known.set(tree, folders)
  return folders
}

function lookedUp(tree: PathTree): Uint8Array {
  const folders = new Uint8Array(tree.nodeCount)
  const {versionNode, versionLayer, versionEntry} = tree
  for (let node = 0; node < tree.nodeCount; node++) if (tree.nodeFirst[node]! >= 0) folders[node] = 1
  for (let version = 0; version < tree.versionCount; version++) {
    const entry = versionEntry[version]!
    const isFolder = entry < 0 || tree.layers[versionLayer[version]!]!.entryType[entry] === EntryType.directory
    if (isFolder) folders[versionNode[version]!] = 1
  }
  return folders
}
