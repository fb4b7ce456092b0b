import {resolvePath} from '../../image/filesystem/resolve-path.ts'
import type {Union} from '../../image/filesystem/union.ts'
import {type WalkedPath, walkVisible} from '../../image/filesystem/walk.ts'
import type {EntryTypeName} from '../../image/layer/layer-index.ts'
import type {Turns} from '../turns.ts'
import {type ImageFiles, pathFailure} from './path-failure.ts'

/** A name of a regular file, and the version that stored its bytes. */
export interface SelectedFile extends WalkedPath {
  readonly origin: number
}

/** What is to be written, told apart by how; folders come before what they hold. */
export interface Selection {
  /** folders that only lie on the way */
  readonly ways: readonly number[]
  readonly folders: readonly WalkedPath[]
  /** in the order of layers, then of places in the tar; names of the same bytes follow each other */
  readonly files: readonly SelectedFile[]
  /** symbolic links, further names of one among them */
  readonly links: readonly WalkedPath[]
  /** what is not made: devices and pipes, and hard links to nothing */
  readonly specials: readonly {readonly node: number; readonly type: EntryTypeName}[]
  /** bytes of all contents */
  readonly bytes: number
}

/** What is asked for: paths of the union, each in one of its versions; −1 for a root that no entry names. */
export type Tops = ReadonlyMap<number, number>

/** Everything at these paths, and what lies below them as of layer N. */
export async function select(union: Union, tops: Tops, layer: number, turns: Turns): Promise<Selection> {
  const collected = new Collector(union)
  for (const [node, version] of tops) {
    if (isBelowOther(union, node, tops)) continue
    collected.way(node)
    if (node !== 0) collected.add(node, version)
    if (node !== 0 && !union.isDirectory(version)) continue
    for (const found of walkVisible(union, node, layer)) {
      collected.add(found.node, found.version)
      await turns.breathe()
    }
  }
  return collected.build()
}

/**
 * These paths as they are as of layer N. Links on the way are followed inside the image, a link that is named itself is taken
 * as a link. Throws `not-found` for a path that is not there.
 */
export function locate(image: ImageFiles, paths: readonly string[], layer: number): Tops {
  const tops = new Map<number, number>()
  for (const path of paths) {
    const found = resolvePath(image.union, path, layer, {followLast: false})
    if (found.kind !== 'found') throw pathFailure(image, path, layer, found)
    tops.set(found.node, found.version)
  }
  return tops
}

/** True where a folder above is taken as a whole anyway. */
function isBelowOther(union: Union, node: number, tops: Tops): boolean {
  for (let n = node; n > 0; ) {
    n = union.parent(n)
    if (tops.has(n)) return true
  }
  return false
}

class Collector {
  private readonly union: Union
  private readonly ways = new Set<number>()
  private readonly folders: WalkedPath[] = []
  private readonly files: SelectedFile[] = []
  private readonly links: WalkedPath[] = []
  private readonly specials: {node: number; type: EntryTypeName}[] = []

  constructor(union: Union) {
    this.union = union
  }

  /** The folders above a path, the topmost first. */
  way(node: number): void {
    const above: number[] = []
    for (let n = node; n > 0; n = this.union.parent(n)) above.push(n)
    for (const folder of above.reverse()) if (folder !== node) this.ways.add(folder)
  }

  add(node: number, version: number): void {
    const origin = this.union.original(version)
    const type = this.union.type(origin)
    if (type === 'directory') this.folders.push({node, version})
    else if (type === 'symlink') this.links.push({node, version})
    else if (type === 'file') this.files.push({node, version, origin})
    else this.specials.push({node, type})
  }

  build(): Selection {
    const {versionLayer, versionEntry} = this.union.columns
    // The name that stored the bytes comes before its hard links: they share its mode and time.
    const isLink = ({version, origin}: SelectedFile) => (version === origin ? 0 : 1)
    this.files.sort(
      (a, b) =>
        versionLayer[a.origin]! - versionLayer[b.origin]! ||
        versionEntry[a.origin]! - versionEntry[b.origin]! ||
        isLink(a) - isLink(b),
    )
    const own = this.files.filter((file, i) => file.origin !== this.files[i - 1]?.origin)
    const bytes = own.reduce((sum, {origin}) => sum + this.union.sizeOf(origin), 0)
    const {folders, files, links, specials} = this
    return {ways: [...this.ways], folders, files, links, specials, bytes}
  }
}
