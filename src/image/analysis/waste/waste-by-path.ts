import type {Union} from '../../filesystem/union.ts'
import {column} from '../../layer/columns.ts'
import {WASTE_CAUSES, type WasteCause, type WastedFiles} from './wasted-files.ts'

/**
 * Wasted bytes at and below each path that has any, by cause, to look up: rows in the order of nodes, one a cause. Columns over
 * shared memory. What never was a path of the image is not in it.
 */
export interface WasteByPath {
  readonly node: Int32Array
  /** index into WASTE_CAUSES */
  readonly cause: Uint8Array
  readonly bytes: Float64Array
}

/** Adds up wasted files at their paths and at all folders above. Linear in files and depth. */
export function wasteByPath(union: Union, files: WastedFiles): WasteByPath {
  const {nodeCount, nodeParent} = union.columns
  const sums = new Float64Array(nodeCount)
  const found = WASTE_CAUSES.map((_, cause) => {
    const touched: number[] = []
    for (let row = 0; row < files.count; row++) {
      if (files.cause[row] !== cause) continue
      for (let n = files.node[row]!; n >= 0; n = nodeParent[n]!) {
        if (sums[n] === 0) touched.push(n)
        sums[n]! += files.bytes[row]!
      }
    }
    const nodes = Int32Array.from(touched).sort()
    const bytes = Float64Array.from(nodes, n => sums[n]!)
    for (const n of touched) sums[n] = 0
    return {nodes, bytes}
  })
  return inOrder(found)
}

/** The lists of all causes as one, by node. */
function inOrder(lists: readonly {readonly nodes: Int32Array; readonly bytes: Float64Array}[]): WasteByPath {
  const rows = lists.reduce((sum, {nodes}) => sum + nodes.length, 0)
  const [node, cause, bytes] = [column(Int32Array, rows), column(Uint8Array, rows), column(Float64Array, rows)]
  const at = lists.map(() => 0)
  for (let row = 0; row < rows; row++) {
    let next = -1
    for (let i = 0; i < lists.length; i++) {
      const candidate = lists[i]!.nodes[at[i]!]
      if (candidate !== undefined && (next < 0 || candidate < lists[next]!.nodes[at[next]!]!)) next = i
    }
    const list = lists[next]!
    node[row] = list.nodes[at[next]!]!
    cause[row] = next
    bytes[row] = list.bytes[at[next]!++]!
  }
  return {node, cause, bytes}
}

/** What is wasted at and below a path, by cause, in the order of WASTE_CAUSES. */
export function wasteAt({node: nodes, cause, bytes}: WasteByPath, node: number): {cause: WasteCause; bytes: number}[] {
  let low = 0
  let high = nodes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (nodes[middle]! < node) low = middle + 1
    else high = middle
  }
  const found: {cause: WasteCause; bytes: number}[] = []
  for (let row = low; nodes[row] === node; row++) {
    found.push({cause: WASTE_CAUSES[cause[row]!]!, bytes: bytes[row]!})
  }
  return found
}
