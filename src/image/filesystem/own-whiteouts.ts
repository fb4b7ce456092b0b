import {EntryMark, type LayerIndex} from '../layer/layer-index.ts'
import {WHITEOUT_PREFIX} from '../layer/whiteout.ts'

/** What a layer hides of those below, to be asked about its own paths: made once a layer, when the first question comes. */
export class OwnWhiteouts {
  private readonly layer: LayerIndex
  private readonly opaque = new Set<number>()
  private readonly names = new Set<string>()

  constructor(layer: LayerIndex) {
    this.layer = layer
    if (layer.facts.whiteouts + layer.facts.opaqueDirectories === 0) return
    const {entryCount, entryMark, entryNode, nodeParent, nodeName, names} = layer.columns
    for (let e = 0; e < entryCount; e++) {
      const node = entryNode[e]!
      if (entryMark[e] === EntryMark.opaque) this.opaque.add(nodeParent[node]!)
      else if (entryMark[e] === EntryMark.whiteout) {
        this.names.add(key(nodeParent[node]!, names.subarray(nodeName[node]! + WHITEOUT_PREFIX, nodeName[node + 1]!)))
      }
    }
  }

  /** True where the layers below are hidden at the layer's node: by a whiteout of it, an opaque mark beside, or either above. */
  hides(node: number): boolean {
    if (this.opaque.size + this.names.size === 0) return false
    const {nodeParent, nodeName, names} = this.layer.columns
    for (let n = node; n > 0; n = nodeParent[n]!) {
      if (this.opaque.has(nodeParent[n]!)) return true
      if (this.names.has(key(nodeParent[n]!, names.subarray(nodeName[n]!, nodeName[n + 1]!)))) return true
    }
    return false
  }
}

function key(parent: number, name: Uint8Array): string {
  return `${parent}/${Buffer.from(name).toString('latin1')}`
}
