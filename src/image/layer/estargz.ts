import {EntryType} from '../tar/entry-type.ts'
import {EntryMark, type LayerColumns} from './layer-index.ts'

/**
 * eStargz (stargz-snapshotter, docs/estargz.md): a gzip layer whose last member is a table of contents, with empty members that
 * say where prefetching ends. They are there for who mounts the layer, and no files of the image.
 */
const TOC = 'stargz.index.json'
const LANDMARKS: readonly string[] = ['.prefetch.landmark', '.no.prefetch.landmark']

type Marked = Pick<
  LayerColumns,
  'entryCount' | 'nodeParent' | 'nodeName' | 'names' | 'nodeEntry' | 'entryNode' | 'entryType' | 'entryMark'
>

/** Marks these as leftovers. A file that only has such a name stays one: the table has to be the last member. */
export function markEstargz(columns: Marked): void {
  const {entryCount, nodeEntry, entryNode, entryMark} = columns
  if (entryCount === 0 || !isRootFile(columns, entryCount - 1, [TOC])) return
  for (let entry = 0; entry < entryCount; entry++) {
    const node = entryNode[entry]!
    if (columns.nodeParent[node] !== 0 || nodeEntry[node] !== entry) continue
    if (isRootFile(columns, entry, LANDMARKS)) entryMark[entry] = EntryMark.leftover
  }
  entryMark[entryCount - 1] = EntryMark.leftover
}

function isRootFile(
  {nodeParent, nodeName, names, entryNode, entryType}: Marked,
  entry: number,
  among: readonly string[],
) {
  const node = entryNode[entry]!
  if (nodeParent[node] !== 0 || entryType[entry] !== EntryType.file) return false
  const [start, end] = [nodeName[node]!, nodeName[node + 1]!]
  return among.some(
    name => name.length === end - start && Buffer.from(names.subarray(start, end)).equals(Buffer.from(name)),
  )
}
