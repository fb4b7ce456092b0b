import type {ContentComparison} from '../../image/analysis/content-comparison.ts'
import {type ComparedSide, sideName} from '../../operations/comparison/compare-images.ts'

/**
 * How the contents of a path differ, for programs: `kind` says which way (ContentComparison). Sizes and offsets are bytes;
 * the path has no leading slash; lines are told as `diff -U3` groups them.
 */
export function contentsJson(
  found: ContentComparison,
  {before, after, path}: {readonly before: ComparedSide; readonly after: ComparedSide; readonly path: string},
): unknown {
  return {schema: 1, before: sideName(before), after: sideName(after), path: path.replace(/^\/+/, ''), ...found}
}
