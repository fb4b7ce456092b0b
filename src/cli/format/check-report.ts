import type {Analysis} from '../../image/analysis/analyse.ts'
import type {Verdict} from '../../image/analysis/budgets/verdict.ts'
import type {Finding, Silenced} from '../../image/analysis/finding.ts'
import type {LeafFigures} from '../../image/analysis/leaf-efficiency.ts'
import {baseSentence} from '../../image/analysis/waste/waste-sentences.ts'
import type {LoadedImage} from '../../operations/load-image.ts'
import {size} from '../../text/size.ts'

/** All that the reports of a check tell, in whatever format. */
export interface CheckReport {
  readonly loaded: LoadedImage
  readonly analysis: Analysis
  readonly verdicts: readonly Verdict[]
  /** without the silenced ones */
  readonly findings: readonly Finding[]
  readonly silenced: readonly Silenced[]
  /** by another tool's formula, where a `.dive-ci` asks for it */
  readonly leaves: LeafFigures | null
  /** true where your layers alone were measured */
  readonly excludesBase: boolean
}

/** Whether no budget was exceeded; a check without any budget passes. */
export function hasPassed({verdicts}: CheckReport): boolean {
  return verdicts.every(({passed}) => passed)
}

/** Where the base ends, and whether the budgets count it. Hostile. */
export function baseToldOf({analysis, loaded, excludesBase}: CheckReport): string {
  const sentence = baseSentence(analysis.base, loaded.image.layers.length)
  return excludesBase && analysis.base.layers > 0 ? `${sentence} The budgets leave it out.` : sentence
}

/** Why two figures of waste differ, for whoever sees both. */
export function whyLeavesDiffer({loaded, leaves}: CheckReport): string | null {
  if (leaves === null) return null
  const {figures} = loaded
  return (
    `By the formula of .dive-ci ${size(leaves.wastedBytes)} are wasted, efficiency ${leaves.efficiency.toFixed(4)}; ` +
    `by ours ${size(figures.wastedSize)}, efficiency ${figures.efficiency.toFixed(4)}. ` +
    'Theirs counts every version of a path that was written twice or deleted, the one that is kept included, ' +
    'and nothing of a folder that was deleted as a whole; ours counts the bytes that nobody reaches.'
  )
}
