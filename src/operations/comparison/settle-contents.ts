import type {UnionFigures} from '../../image/analysis/figures.ts'
import {type ComparedImages, type ComparedSide, type CompareOptions, compareImages, treeData} from './compare-images.ts'
import {readUndecided} from './read-undecided.ts'

/**
 * Reads the contents that nothing told apart: those that lie plain on this disk in the worker, the others from wherever their
 * layers come. The union then tells what is the same. Gives the sums anew, and how many could not be read: of those their times
 * decide. Rejects with `cancelled`.
 */
export async function settleContents(
  images: ComparedImages,
  {pool, context}: Pick<CompareOptions, 'pool' | 'context'>,
): Promise<{readonly figures: UnionFigures; readonly unread: number}> {
  const {before, after, compared} = images
  if (compared.undecided.length === 0) return {figures: compared.figures, unread: 0}
  const task = {type: 'settle-trees', before: treeData(before), after: treeData(after), compared} as const
  const {figures, unread} = await pool.run(task, context)
  if (unread.length === 0) return {figures, unread: 0}
  const told = await readUndecided(images, unread, context)
  if (told.size === 0) return {figures, unread: unread.length}
  const settled = await pool.run({...task, told}, context)
  return {figures: settled.figures, unread: unread.length - told.size}
}

/** How two images differ, all of it: contents that nothing told apart are read where `contents` says so. */
export async function compareWhole(
  before: ComparedSide,
  after: ComparedSide,
  {contents, ...options}: CompareOptions & {readonly contents: boolean},
): Promise<ComparedImages> {
  const compared = await compareImages(before, after, options)
  return contents ? {...compared, ...(await settleContents(compared, options))} : compared
}
