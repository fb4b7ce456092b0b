import {figuresOf} from '../../image/analysis/figures.ts'
import {replacedBy, settleContent} from '../../image/filesystem/settle.ts'
import type {Union} from '../../image/filesystem/union.ts'
import type {Content, ContentPair} from './content-pair.ts'
import {sameContent} from './dense-content.ts'
import {OpenRegions} from './open-regions.ts'
import type {Report} from './scan-task.ts'
import {SparseContents} from './sparse-contents.ts'
import {unionOf} from './union-of.ts'
import type {CompareResult, CompareTask} from './union-protocol.ts'

/** Compares files of equal size whose contents no digest tells apart, and writes what is found into the union. */
export async function compareContents(task: CompareTask, report: Report): Promise<CompareResult> {
  const union = unionOf(task)
  const pairs: ContentPair[] = []
  let unread = 0
  for (const version of task.versions) {
    const replaced = replacedBy(union, version)
    if (replaced < 0) unread++
    else pairs.push({version, before: contentOf(union, replaced), after: contentOf(union, version)})
  }
  await comparePairs(pairs, task, report, (version, same) => {
    if (same === null) unread++
    else settleContent(union, version, same)
  })
  return {figures: figuresOf(union), unread}
}

/**
 * Compares the contents of pairs and tells of each whether they are the same, null where that can't be read. Dense files are
 * read where they lie plain on disk; sparse ones by what they hold, each layer once from front to back.
 */
export async function comparePairs(
  pairs: readonly ContentPair[],
  places: Pick<CompareTask, 'layers' | 'regions'>,
  report: Report,
  settle: (version: number, same: boolean | null) => void,
): Promise<void> {
  const {layers, regions} = places
  const open = new OpenRegions(regions.map((region, i) => (layers[i]?.facts.compression === 'none' ? region : null)))
  const opened = (content: Content) => ({...content, reader: open.at(content.layer)})
  const sparse: ContentPair[] = []
  try {
    for (const [i, pair] of pairs.entries()) {
      if ((i & 63) === 0) report(i, pairs.length)
      if (isSparse(pair.before) || isSparse(pair.after)) sparse.push(pair)
      else settle(pair.version, sameContent(opened(pair.before), opened(pair.after)))
    }
  } finally {
    open.close()
  }
  const contents = new SparseContents(regions, sparse)
  await contents.read(() => report(pairs.length, pairs.length))
  for (const pair of sparse) settle(pair.version, contents.same(pair))
}

function contentOf(union: Union, version: number): Content {
  const origin = union.original(version)
  const layer = union.columns.versionLayer[origin]!
  return {index: union.layers[layer]!, layer, entry: union.columns.versionEntry[origin]!}
}

const isSparse = ({index, entry}: Content) => index.isSparse(entry)
