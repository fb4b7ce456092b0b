import {exactSize, size} from '../../../text/size.ts'
import type {LeafFigures} from '../leaf-efficiency.ts'
import type {Verdict} from './verdict.ts'

/** The rules of a `.dive-ci` file; null for one that is switched off. */
export interface DiveRules {
  readonly lowestEfficiency: number | null
  readonly highestWastedBytes: number | null
  readonly highestUserWastedPercent: number | null
  /** what was passed over */
  readonly warnings: readonly string[]
}

/** One verdict for each rule that is on, by that tool's formula. */
export function judgeByLeaves(rules: DiveRules, figures: LeafFigures): Verdict[] {
  const {efficiency, wastedBytes, userShare} = figures
  const verdicts: Verdict[] = []
  const add = (rule: string, passed: boolean, message: string) =>
    void verdicts.push({budget: `rules.${rule}`, about: null, passed, message, evidence: [], more: 0})
  if (rules.lowestEfficiency !== null) {
    const passed = !(rules.lowestEfficiency > efficiency)
    add(
      'lowestEfficiency',
      passed,
      `efficiency by leaves is ${efficiency.toFixed(4)}, at least ${rules.lowestEfficiency} is asked for`,
    )
  }
  if (rules.highestWastedBytes !== null) {
    const passed = !(wastedBytes > rules.highestWastedBytes)
    const allowed = `${size(rules.highestWastedBytes)} (${exactSize(rules.highestWastedBytes)})`
    add(
      'highestWastedBytes',
      passed,
      `wasted by leaves is ${size(wastedBytes)} (${exactSize(wastedBytes)}), at most ${allowed} is allowed`,
    )
  }
  if (rules.highestUserWastedPercent !== null) {
    // 0 ÷ 0 is not more than anything.
    const passed = !(userShare > rules.highestUserWastedPercent)
    const share = Number.isNaN(userShare) ? 'nothing' : userShare.toFixed(4)
    add(
      'highestUserWastedPercent',
      passed,
      `wasted by leaves, of all layers but the first, is ${share}, at most ${rules.highestUserWastedPercent} is allowed`,
    )
  }
  return verdicts
}
