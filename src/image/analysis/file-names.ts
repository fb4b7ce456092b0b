import type {Union} from '../filesystem/union.ts'

/**
 * Nodes whose names end so or begin so, told by their bytes: making a text of each name of a million would take longer than
 * all rules together. Endings and beginnings are ASCII.
 */
export function nodesNamed(
  union: Union,
  {ends = [], begins = []}: {ends?: readonly string[]; begins?: readonly string[]},
): number[] {
  const endings = byByte(ends, text => text.charCodeAt(text.length - 1))
  const beginnings = byByte(begins, text => text.charCodeAt(0))
  const {nodeCount, nodeLayer, nodeInLayer} = union.columns
  const tables = union.layers.map(layer => layer && {start: layer.columns.nodeName, names: layer.columns.names})
  const found: number[] = []
  for (let node = 1; node < nodeCount; node++) {
    const {start, names} = tables[nodeLayer[node]!]!
    const from = start[nodeInLayer[node]!]!
    const to = start[nodeInLayer[node]! + 1]!
    if (to === from) continue
    const ending = endings[names[to - 1]!]
    const beginning = beginnings[names[from]!]
    if (ending === undefined && beginning === undefined) continue
    const fits =
      ending?.some(text => to - from >= text.length && isAt(names, to - text.length, text)) ||
      beginning?.some(text => to - from >= text.length && isAt(names, from, text))
    if (fits) found.push(node)
  }
  return found
}

function byByte(texts: readonly string[], byteOf: (text: string) => number): (string[] | undefined)[] {
  const lists: (string[] | undefined)[] = new Array(256).fill(undefined)
  for (const text of texts) lists[byteOf(text)] = [...(lists[byteOf(text)] ?? []), text]
  return lists
}

function isAt(bytes: Uint8Array, from: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false
  return true
}
