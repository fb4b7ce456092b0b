import {EntryMark, EntryType, type LayerIndex} from '../layer/layer-index.ts'
import {isOwnName, WHITEOUT_PREFIX} from '../layer/whiteout.ts'

/** Figures by the formula of the tool whose `.dive-ci` files we honour; not ours, see PRODUCT.md, Numbers. */
export interface LeafFigures {
  /** Σ smallest ÷ Σ total over all paths, 1 where there is nothing */
  readonly efficiency: number
  /** Σ total of the paths that more than one leaf stands for, bytes */
  readonly wastedBytes: number
  /** wastedBytes ÷ size of all layers but the first; NaN for 0 ÷ 0 */
  readonly userShare: number
}

/**
 * Visits the leaves of each layer's own tree, children by name and deepest first. A whiteout stands for the path it hides, and
 * counts what lies below where that is a directory; one that hides nothing ends the visit of its layer. Opaque marks count
 * nothing, and hide nothing either.
 */
export function leafFigures(layers: readonly LayerIndex[]): LeafFigures {
  const stack = new Folder()
  const paths = new Map<string, {count: number; total: number; smallest: number}>()
  for (const layer of layers) {
    const own = treeOf(layer)
    visit(own, stack, (path, bytes) => {
      const told = paths.get(path) ?? {count: 0, total: 0, smallest: bytes}
      paths.set(path, {count: told.count + 1, total: told.total + bytes, smallest: Math.min(told.smallest, bytes)})
    })
    graft(own, stack)
  }
  let [smallest, total, wasted] = [0, 0, 0]
  for (const told of paths.values()) {
    smallest += told.smallest
    total += told.total
    if (told.count > 1) wasted += told.total
  }
  const users = layers.slice(1).reduce((sum, layer) => sum + layer.facts.size, 0)
  return {efficiency: total === 0 ? 1 : smallest / total, wastedBytes: wasted, userShare: wasted / users}
}

/** A node of that tool's trees: what it may hold is there whatever its type. */
class Folder {
  readonly children = new Map<string, Folder>()
  isDirectory = true
  bytes = 0
  /** of a layer's own tree: hides the path that its name says behind the prefix */
  isWhiteout = false
}

function treeOf(layer: LayerIndex): Folder {
  const {nodeCount, nodeParent, nodeEntry, entryType, entryMark, entrySize} = layer.columns
  const folders: (Folder | null)[] = [new Folder()]
  for (let node = 1; node < nodeCount; node++) {
    const name = layer.nodeName(node)
    const parent = folders[nodeParent[node]!] ?? null
    // An opaque mark, and whatever else the union file system keeps for itself, is no node.
    if (parent === null || parent.isWhiteout || isOwnName(name)) {
      folders.push(null)
      continue
    }
    const folder = new Folder()
    const entry = nodeEntry[node]!
    if (entry >= 0) {
      folder.isDirectory = entryType[entry] === EntryType.directory
      folder.isWhiteout = entryMark[entry] === EntryMark.whiteout
      folder.bytes = entryType[entry] === EntryType.file ? entrySize[entry]! : 0
    }
    parent.children.set(name, folder)
    folders.push(folder)
  }
  return folders[0]!
}

interface Level {
  readonly path: string
  readonly names: readonly string[]
  readonly own: Folder
  readonly below: Folder | undefined
  next: number
}

/** Without recursion: hostile trees may be deeper than the stack. */
function walk(own: Folder, below: Folder, leaf: (name: string, folder: Folder, at: Level) => boolean): void {
  const open: Level[] = [levelOf('', own, below)]
  while (open.length > 0) {
    const level = open.at(-1)!
    const name = level.names[level.next++]
    if (name === undefined) {
      open.pop()
      continue
    }
    const folder = level.own.children.get(name)!
    if (!leaf(name, folder, level)) return
    if (folder.children.size > 0) open.push(levelOf(`${level.path}/${name}`, folder, level.below?.children.get(name)))
  }
}

function levelOf(path: string, own: Folder, below: Folder | undefined): Level {
  return {path, own, below, names: [...own.children.keys()].sort(byBytes), next: 0}
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

function visit(own: Folder, stack: Folder, tell: (path: string, bytes: number) => void): void {
  walk(own, stack, (name, folder, level) => {
    if (folder.children.size > 0) return true
    if (!folder.isWhiteout) tell(`${level.path}/${name}`, folder.bytes)
    else {
      const hides = name.slice(WHITEOUT_PREFIX)
      const hidden = level.below?.children.get(hides)
      if (hidden === undefined) return false
      tell(`${level.path}/${hides}`, hidden.isDirectory ? bytesIn(hidden) : 0)
    }
    return true
  })
}

function bytesIn(top: Folder): number {
  let bytes = 0
  const open = [top]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    bytes += folder.bytes
    for (const child of folder.children.values()) open.push(child)
  }
  return bytes
}

/** Lays a layer over what is below it, in the same order. */
function graft(own: Folder, stack: Folder): void {
  walk(own, stack, (name, folder, level) => {
    const below = level.below!
    if (folder.isWhiteout) below.children.delete(name.slice(WHITEOUT_PREFIX))
    else {
      const before = below.children.get(name) ?? new Folder()
      before.isDirectory = folder.isDirectory
      before.bytes = folder.bytes
      below.children.set(name, before)
    }
    return true
  })
}
