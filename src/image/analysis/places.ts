import type {Union} from '../filesystem/union.ts'

/**
 * Where a rule looks: `/var/cache/apt` from the root, or two stars before it for anywhere. A star stands for one name.
 */
export type Place = string

const lastName = (place: Place) => place.slice(place.lastIndexOf('/') + 1)

/** The folders of a union by their names, to find places without walking the tree once for each. */
export class Places {
  private readonly union: Union
  private readonly byName = new Map<string, number[]>()

  /** `known`: all places that will be asked for. Only folders that the final tree still has something in are found. */
  constructor(union: Union, known: readonly Place[]) {
    this.union = union
    const wanted = new Set(known.map(lastName))
    const {nodeCount, nodeFirst} = union.columns
    const last = union.layerCount - 1
    for (let node = 1; node < nodeCount; node++) {
      if (nodeFirst[node]! < 0 || union.pathsBelow(node, last) === 0) continue
      const name = union.name(node)
      if (!wanted.has(name)) continue
      const nodes = this.byName.get(name)
      if (nodes === undefined) this.byName.set(name, [node])
      else nodes.push(node)
    }
  }

  /** The folders at these places; of nested ones the outermost. */
  folders(places: readonly Place[]): number[] {
    const found = new Set<number>()
    for (const place of places) {
      const parts = place.split('/').filter(part => part !== '')
      for (const node of this.byName.get(lastName(place)) ?? []) if (this.isAt(node, parts)) found.add(node)
    }
    return [...found].filter(node => !this.isBelowOneOf(node, found))
  }

  private isAt(node: number, parts: readonly string[]): boolean {
    let at = node
    for (let i = parts.length - 1; i >= 0; i--) {
      if (parts[i] === '**') return true
      if (at <= 0 || (parts[i] !== '*' && this.union.name(at) !== parts[i])) return false
      at = this.union.parent(at)
    }
    return at === 0
  }

  private isBelowOneOf(node: number, nodes: ReadonlySet<number>): boolean {
    for (let n = this.union.parent(node); n > 0; n = this.union.parent(n)) if (nodes.has(n)) return true
    return false
  }
}
