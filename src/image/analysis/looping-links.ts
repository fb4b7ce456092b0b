import {t} from '../../text/translate.ts'
import {symlinkTarget} from '../filesystem/symlink-target.ts'
import type {Union} from '../filesystem/union.ts'
import {hashOf} from '../layer/name-hash.ts'
import {ChildNames} from './child-names.ts'
import {LinkWalk, nextName} from './link-walk.ts'
import {NO_ODDITIES, type Oddities, OddityList, shortened, shownName} from './oddity.ts'

/** Bits for the names of symlinks: where many names share one, links are followed in vain. */
const BITS = 1 << 20

/**
 * Symlinks that a process inside the image would follow for ever: they lead in a circle, or to one that does. Linear in the
 * versions of layers with links and in the targets of links; each is followed once a layer, and only those that name another.
 */
export class LoopingLinks {
  private readonly union: Union
  private readonly names: ChildNames
  /** a bit for the name of each symlink of any layer, by its hash */
  private named: Int32Array | null = null

  constructor(union: Union) {
    this.union = union
    this.names = new ChildNames(union)
  }

  /** Those of one layer, as of that layer. */
  of(layer: number): Oddities {
    if (!this.hasLinks(layer)) return NO_ODDITIES
    const {union} = this
    const {layerVersions, versionUntil, versionNode} = union.columns
    const found = new OddityList(t`symlinks like these`)
    const walk = new LinkWalk(union, layer, this.names)
    for (let v = layerVersions[layer]!; v < layerVersions[layer + 1]!; v++) {
      if (versionUntil[v]! <= layer) continue
      const target = symlinkTarget(union, v)
      if (target === null || !this.namesSymlink(target) || !walk.isEndless(versionNode[v]!)) continue
      found.add(() => {
        const name = shownName(union.path(versionNode[v]!))
        const at = union.entryOf(union.original(v))
        const leads = shortened(at?.layer.linkTarget(at.entry) ?? '')
        return t`${name} is a symlink to ${leads}, which leads in a circle`
      })
    }
    return found.done()
  }

  /** Hard links count: one to a symlink is one. Without any, the table of targets has no more than its end. */
  private hasLinks(layer: number): boolean {
    return (this.union.layers[layer]?.columns.linkStart.length ?? 0) > 1
  }

  /** True where a name in the target is that of a symlink, wherever; without one it is soon at its end. */
  private namesSymlink(target: Uint8Array): boolean {
    this.named ??= this.symlinkNames()
    const part = {target, walked: 0}
    for (let name = nextName(part); name !== null; name = nextName(part)) {
      const bit = hashOf(0, name, 0, name.length) & (BITS - 1)
      if ((this.named[bit >> 5]! & (1 << (bit & 31))) !== 0) return true
    }
    return false
  }

  private symlinkNames(): Int32Array {
    const {union} = this
    const {layerCount, layerVersions, versionNode} = union.columns
    const named = new Int32Array(BITS / 32)
    for (let layer = 0; layer < layerCount; layer++) {
      if (!this.hasLinks(layer)) continue
      for (let v = layerVersions[layer]!; v < layerVersions[layer + 1]!; v++) {
        if (symlinkTarget(union, v) === null) continue
        const name = union.nameBytes(versionNode[v]!)
        const bit = hashOf(0, name, 0, name.length) & (BITS - 1)
        named[bit >> 5]! |= 1 << (bit & 31)
      }
    }
    return named
  }
}
