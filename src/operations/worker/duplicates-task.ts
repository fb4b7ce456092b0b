import {filesOfSameSize} from '../../image/analysis/same-size.ts'
import type {DuplicatesTask} from './analysis-protocol.ts'
import {contentDigest} from './dense-content.ts'
import {OpenRegions} from './open-regions.ts'
import type {Report} from './scan-task.ts'
import {unionOf} from './union-of.ts'

/** Groups of at least two versions with the same bytes. What can be neither read nor is known by a digest is left out. */
export function findDuplicates(task: DuplicatesTask, report: Report): readonly Int32Array[] {
  const union = unionOf(task)
  const candidates = filesOfSameSize(union)
  const total = candidates.reduce((sum, group) => sum + union.sizeOf(group[0]!) * group.length, 0)
  const open = new OpenRegions(task.regions)
  let done = 0
  const digestOf = (version: number): string | null => {
    const layer = union.columns.versionLayer[version]!
    report(done, total)
    done += union.sizeOf(version)
    const [index, entry] = [union.layers[layer]!, union.columns.versionEntry[version]!]
    // What is stored of a sparse file does not say where its holes are.
    if (index.isSparse(entry)) return null
    const digest = contentDigest({index, layer, entry, reader: open.at(layer)})
    return digest && Buffer.from(digest).toString('hex')
  }
  try {
    return candidates.flatMap(group => {
      const byDigest = new Map<string, number[]>()
      for (const version of group) {
        const digest = digestOf(version)
        if (digest === null) continue
        const same = byDigest.get(digest)
        if (same === undefined) byDigest.set(digest, [version])
        else same.push(version)
      }
      return [...byDigest.values()].filter(same => same.length > 1).map(same => Int32Array.from(same))
    })
  } finally {
    open.close()
  }
}
