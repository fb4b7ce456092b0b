import {analyse, wantedContents} from '../../image/analysis/analyse.ts'
import {wasteByPath} from '../../image/analysis/waste/waste-by-path.ts'
import {wastedFiles} from '../../image/analysis/waste/wasted-files.ts'
import type {AnalyseResult, AnalyseTask, WantedTask} from './analysis-protocol.ts'
import {unionOf} from './union-of.ts'

/** The versions whose contents the rules would like to see. */
export function wanted(task: WantedTask): readonly number[] {
  return wantedContents(unionOf(task), task.facts, task.base)
}

/** What the rules say of an image; what is wasted where, too, where that is asked for. */
export function analysed(task: AnalyseTask): AnalyseResult {
  const {facts, base, contents, duplicates} = task
  const union = unionOf(task)
  const files = wastedFiles(union)
  const analysis = analyse({union, facts, base, contents, duplicates, files})
  return {analysis, byPath: task.byPath ? wasteByPath(union, files) : null}
}
