import {Change, type Union} from './union.ts'

/**
 * Takes out of a union of two trees what the upper one only repeats: entries in which nothing differs are no changes, and the
 * sums of folders count what differs alone. Linear in the nodes.
 */
export function withoutRewritten(union: Union): void {
  const {columns} = union
  const {nodeCount, nodeParent, layerVersions, versionChange, versionNode, ledgerStart, ledgerLayer} = columns
  for (let v = layerVersions[1]!; v < layerVersions[2]!; v++) {
    if (versionChange[v] === Change.rewritten) versionChange[v] = Change.none
  }
  const stored = new Float64Array(nodeCount)
  for (let v = layerVersions[1]!; v < layerVersions[2]!; v++) {
    if (versionChange[v] !== Change.none) stored[versionNode[v]!]! += union.sizeOf(v)
  }
  const changes = new Int32Array(nodeCount)
  // Children come after their parents: from the last to the first each is summed up when its turn comes.
  for (let node = nodeCount - 1; node > 0; node--) {
    const parent = nodeParent[node]!
    changes[parent]! += changes[node]! + Number(union.changeIn(node, 1) !== Change.none)
    stored[parent]! += stored[node]!
  }
  for (let node = 0; node < nodeCount; node++) {
    for (let row = ledgerStart[node]!; row < ledgerStart[node + 1]!; row++) {
      if (ledgerLayer[row] !== 1) continue
      columns.ledgerChanges[row] = changes[node]!
      columns.ledgerStored[row] = stored[node]!
    }
  }
}
