import {type DistinctNames, distinctNames} from '../../image/filesystem/filter/distinct-names.ts'
import {matchPaths} from '../../image/filesystem/filter/match-paths.ts'
import type {Report} from './scan-task.ts'
import type {MatchResult, MatchTask} from './union-protocol.ts'

/** The names of the tree that was filtered last: with each letter that is typed the same one is asked for again. */
let filtered: {readonly treeId: number; readonly names: DistinctNames} | null = null

/** The paths of a tree that match; without a pattern only its names are made ready. Throws what `report` throws. */
export function match({tree, treeId, pattern}: MatchTask, report: Report): MatchResult {
  if (filtered?.treeId !== treeId) filtered = {treeId, names: distinctNames(tree, report)}
  return pattern === null ? null : matchPaths(filtered.names, pattern, report)
}
