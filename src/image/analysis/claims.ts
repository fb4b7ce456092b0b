import {NEVER, type Union} from '../filesystem/union.ts'

/** Visible files of one layer below one place, claimed by a finding. */
export interface Claim {
  /** where they lie: the folder or file that was asked for */
  readonly node: number
  /** the layer that stored them */
  readonly layer: number
  /** the layer whose change would keep them out: not that of a chown which only stored them again */
  readonly source: number
  readonly bytes: number
  readonly files: number
}

/**
 * Who counts which bytes of the final tree: each file once, whatever many findings point at it. A file with several names
 * counts where all of its names lie in what is asked for; removing some of them would free nothing.
 */
export class Claims {
  private readonly union: Union
  /** the layer that a stored version has its content from */
  readonly sourceOf: (version: number) => number
  private readonly taken: Uint8Array
  /** per version that stored bytes: how many names of the final tree reach them */
  private readonly names: Int32Array

  constructor(union: Union, sourceOf: (version: number) => number) {
    this.union = union
    this.sourceOf = sourceOf
    const {versionCount, versionUntil, versionOrigin} = union.columns
    this.taken = new Uint8Array(versionCount)
    this.names = new Int32Array(versionCount)
    for (let v = 0; v < versionCount; v++) {
      if (versionUntil[v] === NEVER && versionOrigin[v]! >= 0) this.names[versionOrigin[v]!]!++
    }
  }

  /** The version of a node that the final tree shows, −1 for none. */
  visible(node: number): number {
    const v = this.union.columns.nodeVersion[node]!
    return v >= 0 && this.union.columns.versionUntil[v] === NEVER ? v : -1
  }

  /** Takes what lies at and below these nodes and is still free, one claim for each node, storing layer and source. */
  take(nodes: Iterable<number>, counts: (version: number) => boolean = () => true): Claim[] {
    const {versionOrigin, versionLayer} = this.union.columns
    const claims = new Map<string, {-readonly [Key in keyof Claim]: Claim[Key]}>()
    const partly = new Map<number, number>()
    const add = (place: number, origin: number) => {
      this.taken[origin] = 1
      const layer = versionLayer[origin]!
      const source = this.sourceOf(origin)
      const key = `${place} ${layer} ${source}`
      const claim = claims.get(key) ?? {node: place, layer, source, bytes: 0, files: 0}
      claim.bytes += this.union.sizeOf(origin)
      claim.files++
      claims.set(key, claim)
    }
    for (const place of nodes) {
      for (const node of this.below(place)) {
        const v = this.visible(node)
        const origin = v < 0 ? -1 : versionOrigin[v]!
        if (origin < 0 || this.taken[origin] !== 0 || !counts(v)) continue
        if (this.names[origin] === 1) add(place, origin)
        else {
          const seen = (partly.get(origin) ?? 0) + 1
          if (seen === this.names[origin]) add(place, origin)
          else partly.set(origin, seen)
        }
      }
    }
    return [...claims.values()].filter(({bytes}) => bytes > 0)
  }

  /** Whether these bytes are still free, and how many names reach them. */
  isFree(origin: number): boolean {
    return this.taken[origin] === 0
  }

  /** Holds these bytes back from all findings that come: they have to stay. */
  keep(origin: number): void {
    this.taken[origin] = 1
  }

  /** How many names of the final tree reach these bytes, claimed or not. */
  namesOf(origin: number): number {
    return this.names[origin]!
  }

  /** A node and all below it. Without recursion: trees may be deeper than the stack. */
  private *below(top: number): Generator<number> {
    const {nodeFirst, nodeNext, nodeParent} = this.union.columns
    for (let n = top; ; ) {
      yield n
      if (nodeFirst[n]! >= 0) {
        n = nodeFirst[n]!
        continue
      }
      while (n !== top && nodeNext[n]! < 0) n = nodeParent[n]!
      if (n === top) return
      n = nodeNext[n]!
    }
  }
}
