import {MOST_LINKS} from './most-links.ts'
import {symlinkTarget} from './symlink-target.ts'
import type {Union} from './union.ts'

/** Where a path leads inside the image. */
export type PathResolution =
  | {
      readonly kind: 'found'
      readonly node: number
      /** −1 for a root that no entry names */
      readonly version: number
    }
  | {
      readonly kind: 'missing'
      /** the path that is not there, links followed as far as they led; hostile */
      readonly path: string
      /** its node, where another layer has it; −1 where none ever had */
      readonly node: number
      /** true where a link led there */
      readonly followed: boolean
    }
  /** something in the middle of the path, at `node`, is no folder */
  | {readonly kind: 'not-a-folder'; readonly node: number; readonly version: number}
  /** the link at `node` is one too many: they lead in a circle, or nearly */
  | {readonly kind: 'loop'; readonly node: number}

/** How far a path is followed. */
export interface ResolveOptions {
  /** where the path itself is a link: follow it (true, as reading does) or give the link */
  readonly followLast?: boolean
}

const DOT = Buffer.from('.')
const DOT_DOT = Buffer.from('..')
const REPLACEMENT = '\ufffd'

/**
 * Walks a path as a process inside the image would, as of layer N: links are followed, absolute ones from the image's root,
 * and `..` never leaves it. Slashes at either end don't matter, but for one at the end, which follows a last link.
 */
export function resolvePath(union: Union, path: string, layer: number, options: ResolveOptions = {}): PathResolution {
  const followLast = (options.followLast ?? true) || path.endsWith('/')
  const pending = partsOf(Buffer.from(path))
  let node = 0
  let version = union.versionAt(0, layer)
  let hops = 0
  while (pending.length > 0) {
    const part = pending.pop()!
    if (part.equals(DOT)) continue
    if (node !== 0 && !union.isDirectory(version)) return {kind: 'not-a-folder', node, version}
    if (part.equals(DOT_DOT)) {
      node = Math.max(0, union.parent(node))
      version = union.versionAt(node, layer)
      continue
    }
    const child = childNamed(union, node, part)
    const found = child < 0 ? -1 : union.versionAt(child, layer)
    if (found < 0) return missing(union, node, child, [part, ...pending.reverse()], hops > 0)
    const target = pending.length > 0 || followLast ? symlinkTarget(union, found) : null
    if (target === null) {
      node = child
      version = found
      continue
    }
    if (++hops > MOST_LINKS) return {kind: 'loop', node: child}
    if (target.length === 0) return missing(union, node, child, [part, ...pending.reverse()], true)
    for (const step of partsOf(target)) pending.push(step)
    if (target[0] !== 0x2f) continue
    node = 0
    version = union.versionAt(0, layer)
  }
  return {kind: 'found', node, version}
}

/** The parts of a path, last one first. */
function partsOf(path: Uint8Array): Buffer[] {
  const parts: Buffer[] = []
  let end = path.length
  for (let i = path.length - 1; i >= -1; i--) {
    if (i >= 0 && path[i] !== 0x2f) continue
    if (end > i + 1) parts.push(Buffer.from(path.slice(i + 1, end)))
    end = i
  }
  return parts
}

/** The child with these bytes for a name, visible or not; −1 for none. */
function childNamed(union: Union, node: number, name: Buffer): number {
  const {nodeFirst, nodeNext} = union.columns
  for (let child = nodeFirst[node]!; child >= 0; child = nodeNext[child]!) {
    if (union.isNamed(child, name)) return child
  }
  // A name that is not UTF-8 can't be typed; as it is listed it can.
  const text = name.toString('utf8')
  if (!text.includes(REPLACEMENT)) return -1
  return union.children(node).find(child => union.name(child) === text) ?? -1
}

/** What is not there: the rest of the path as it is spelled, looked up in all layers. */
function missing(
  union: Union,
  parent: number,
  child: number,
  rest: readonly Buffer[],
  followed: boolean,
): PathResolution {
  const names = rest.map(part => part.toString('utf8'))
  let node = child
  for (const part of rest.slice(1)) {
    if (node < 0 || part.equals(DOT_DOT)) node = -1
    else if (!part.equals(DOT)) node = childNamed(union, node, part)
  }
  const above = union.path(parent)
  return {kind: 'missing', path: (above === '' ? names : [above, ...names]).join('/'), node, followed}
}
