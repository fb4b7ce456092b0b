import {MOST_LINKS} from './most-links.ts'
import {type PathResolution, resolvePath} from './resolve-path.ts'
import type {Union} from './union.ts'

/** Where a symlink leads, link by link. */
export interface LinkChain {
  /** each link's target as it stands, the one asked about first; hostile */
  readonly targets: readonly string[]
  readonly end: PathResolution
}

/**
 * Follows a version of a symlink inside the image as of layer N: from link to link until something else is there, or nothing.
 * Links among the folders on the way are followed too, and not told.
 */
export function linkChain(union: Union, version: number, layer: number): LinkChain {
  const targets: string[] = []
  let link = version
  let node = union.columns.versionNode[version]!
  for (;;) {
    // A hard link to a symlink is that symlink, in a folder of its own.
    const at = union.entryOf(union.original(link))
    const target = at?.layer.linkTarget(at.entry) ?? ''
    targets.push(target)
    const path = target.startsWith('/') || node === 0 ? target : `${union.path(union.parent(node))}/${target}`
    if (target === '') return {targets, end: {kind: 'missing', path: '', node: -1, followed: true}}
    const end = resolvePath(union, path, layer, {followLast: false})
    if (end.kind !== 'found' || end.version < 0 || union.type(union.original(end.version)) !== 'symlink')
      return {targets, end}
    if (targets.length > MOST_LINKS) return {targets, end: {kind: 'loop', node: end.node}}
    link = end.version
    node = end.node
  }
}
