import type {Union} from '../filesystem/union.ts'
import {hashOf} from '../layer/name-hash.ts'

const encoder = new TextEncoder()

/**
 * Nodes by parent and name, for rules that look up many paths: an open hash of numbers over all nodes, since names as texts
 * would take more memory than the tree. Made once looking through folders has taken as long as making it.
 */
export class ChildNames {
  private readonly union: Union
  private table: Int32Array | null = null
  /** names that were looked at one by one */
  private looked = 0

  constructor(union: Union) {
    this.union = union
  }

  /** The child of a folder by its name, −1 where no layer ever had it. */
  child(folder: number, name: string): number {
    return this.childOf(folder, encoder.encode(name))
  }

  /** The same by the name's bytes. */
  childOf(folder: number, name: Uint8Array): number {
    if (this.table === null) {
      const {nodeFirst, nodeNext, nodeCount} = this.union.columns
      let child = nodeFirst[folder]!
      for (; child >= 0 && this.looked < nodeCount; this.looked++) {
        if (this.union.isNamed(child, name)) return child
        child = nodeNext[child]!
      }
      if (child < 0) return -1
      this.table = this.made()
    }
    const mask = this.table.length - 1
    for (let slot = hashOf(folder, name, 0, name.length) & mask; ; slot = (slot + 1) & mask) {
      const node = this.table[slot]!
      if (node === 0) return -1
      if (this.union.columns.nodeParent[node] === folder && this.union.isNamed(node, name)) return node
    }
  }

  /** The node at a path below a folder, −1 where no layer ever had it. Links are not followed. */
  find(path: string, from = 0): number {
    let node = from
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue
      if (part === '..' || node < 0) return -1
      node = this.child(node, part)
    }
    return node
  }

  private made(): Int32Array {
    const {nodeCount, nodeParent, nodeLayer, nodeInLayer} = this.union.columns
    let slots = 16
    while (slots < nodeCount * 2) slots *= 2
    const table = new Int32Array(slots)
    for (let node = 1; node < nodeCount; node++) {
      const {nodeName, names} = this.union.layers[nodeLayer[node]!]!.columns
      const inLayer = nodeInLayer[node]!
      let slot = hashOf(nodeParent[node]!, names, nodeName[inLayer]!, nodeName[inLayer + 1]!) & (slots - 1)
      while (table[slot] !== 0) slot = (slot + 1) & (slots - 1)
      table[slot] = node
    }
    return table
  }
}
