import {symlinkTarget} from '../filesystem/symlink-target.ts'
import type {Union} from '../filesystem/union.ts'
import type {ChildNames} from './child-names.ts'

/** What became of a link that was followed: the node at its end, or one of these. */
const NOWHERE = -1
const ENDLESS = -2

/** A target, and how many of its bytes were walked. */
interface Walked {
  readonly target: Uint8Array
  walked: number
}

/** A link on the way. */
interface Followed extends Walked {
  readonly link: number
}

const SLASH = 0x2f
const DOT = 0x2e

/** Follows links as resolvePath does, but without a limit: a link that is met on its own way is a circle. Each is followed once. */
export class LinkWalk {
  private readonly union: Union
  private readonly layer: number
  private readonly names: ChildNames
  private readonly ends = new Map<number, number>()

  constructor(union: Union, layer: number, names: ChildNames) {
    this.union = union
    this.layer = layer
    this.names = names
  }

  /** Whether a symlink, by its node, leads in a circle. */
  isEndless(link: number): boolean {
    if (!this.ends.has(link)) this.follow(link)
    return this.ends.get(link) === ENDLESS
  }

  private follow(first: number): void {
    const way: Followed[] = []
    const onTheWay = new Set<number>()
    let at = this.union.parent(first)
    let next = first
    for (;;) {
      const target = this.targetAt(next)
      const end = onTheWay.has(next)
        ? ENDLESS
        : target === null
          ? next
          : target.length === 0
            ? NOWHERE
            : this.ends.get(next)
      if (end === undefined) {
        way.push({link: next, target: target!, walked: 0})
        onTheWay.add(next)
        if (target![0] === SLASH) at = 0
      } else if (end >= 0) at = end
      else {
        // What leads to it shares its fate.
        for (const {link} of way) this.ends.set(link, end)
        if (way.length === 0) this.ends.set(first, end)
        return
      }
      let name = nextName(way.at(-1)!)
      while (name === null) {
        const {link} = way.pop()!
        this.ends.set(link, at)
        onTheWay.delete(link)
        if (way.length === 0) return
        name = nextName(way.at(-1)!)
      }
      next = this.step(at, name)
    }
  }

  private targetAt(node: number): Uint8Array | null {
    const version = node <= 0 ? -1 : this.union.versionAt(node, this.layer)
    return version < 0 ? null : symlinkTarget(this.union, version)
  }

  /** The node that a name leads to from a node, links not followed; NOWHERE where it is not there, or below no folder. */
  private step(node: number, name: Uint8Array): number {
    const {union, layer} = this
    if (name.length === 1 && name[0] === DOT) return node
    if (node !== 0 && !union.isDirectory(union.versionAt(node, layer))) return NOWHERE
    if (name.length === 2 && name[0] === DOT && name[1] === DOT) return Math.max(0, union.parent(node))
    const child = this.names.childOf(node, name)
    return child < 0 || union.versionAt(child, layer) < 0 ? NOWHERE : child
  }
}

/** The next name of a target; null at its end. */
export function nextName(part: Walked): Uint8Array | null {
  const {target} = part
  let start = part.walked
  while (start < target.length && target[start] === SLASH) start++
  let end = start
  while (end < target.length && target[end] !== SLASH) end++
  part.walked = end
  return end === start ? null : target.subarray(start, end)
}
