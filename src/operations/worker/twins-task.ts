import {EntryMark, EntryType, LayerIndex} from '../../image/layer/layer-index.ts'
import type {TwinsResult, TwinsTask} from './analysis-protocol.ts'
import {contentDigest} from './dense-content.ts'
import type {LayerData} from './layer-data.ts'
import {OpenRegions} from './open-regions.ts'
import type {Report} from './scan-task.ts'

/** Smaller files are not worth being looked at, bytes. */
const LEAST = 4096

interface Candidate {
  readonly layer: number
  readonly entry: number
}

/**
 * Regular files that several layers store with the same bytes: sizes first, digests only of those whose size another layer has
 * too. What can be neither read nor is known by a digest is left out.
 */
export function findTwins({layers: data, regions}: TwinsTask, report: Report): TwinsResult {
  const layers = data.map(({columns, facts}: LayerData) => new LayerIndex(columns, facts))
  const bySize = new Map<number, Candidate[]>()
  for (const [layer, {columns}] of layers.entries()) {
    for (let entry = 0; entry < columns.entryCount; entry++) {
      const size = columns.entrySize[entry]!
      if (columns.entryType[entry] !== EntryType.file || columns.entryMark[entry] !== EntryMark.none || size < LEAST)
        continue
      // Of several entries for one path only the last is ever seen.
      if (columns.nodeEntry[columns.entryNode[entry]!] !== entry) continue
      const known = bySize.get(size)
      if (known === undefined) bySize.set(size, [{layer, entry}])
      else known.push({layer, entry})
    }
  }
  const groups = [...bySize].filter(([, files]) => files.some(({layer}) => layer !== files[0]!.layer))
  const total = groups.reduce((sum, [size, files]) => sum + size * files.length, 0)
  const open = new OpenRegions(regions)
  const found: TwinsResult[number][] = []
  let done = 0
  try {
    for (const [size, files] of groups.sort(([a], [b]) => b - a)) {
      const byDigest = new Map<string, Candidate[]>()
      for (const {layer, entry} of files) {
        report(done, total)
        done += size
        const index = layers[layer]!
        // What is stored of a sparse file does not say where its holes are.
        if (index.isSparse(entry)) continue
        const digest = contentDigest({index, layer, entry, reader: open.at(layer)})
        if (digest === null) continue
        const key = Buffer.from(digest).toString('latin1')
        const same = byDigest.get(key)
        if (same === undefined) byDigest.set(key, [{layer, entry}])
        else same.push({layer, entry})
      }
      for (const same of byDigest.values()) {
        const holders = [...new Set(same.map(({layer}) => layer))].sort((a, b) => a - b)
        if (holders.length < 2) continue
        const paths = holders.map(holder => {
          const {entry} = same.find(({layer}) => layer === holder)!
          const index = layers[holder]!
          return index.nodePath(index.columns.entryNode[entry]!)
        })
        found.push({size, layers: holders, paths})
      }
    }
  } finally {
    open.close()
  }
  return found
}
