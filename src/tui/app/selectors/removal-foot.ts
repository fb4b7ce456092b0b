import {holderName} from '../../../image/analysis/sharing/holder.ts'
import {removalPlan} from '../../../image/analysis/sharing/removal-plan.ts'
import type {Sharing} from '../../../image/analysis/sharing/sharing.ts'
import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {remembered} from '../remembered.ts'

/** What removing these images would free, and who holds what stays, in one line. Printable. */
export const removalFoot = remembered((marks: readonly string[], sharing: Sharing, ascii: boolean): string => {
  const plan = removalPlan(
    sharing,
    marks.map(image => ({image})),
  )
  const what = marks.length === 1 ? t`it` : t`them`
  const freed = t`${marks.length} marked: removing ${what} frees ${size(plan.freed)}`
  if (plan.kept.layers === 0) return freed
  const holders = plan.kept.by.map(({holder}) =>
    holder.kind === 'container' ? t`container ${holderName(holder)}` : holderName(holder),
  )
  const others = holders.length - 1
  const more = others > 0 ? t` and ${others} ${others === 1 ? t`other` : t`others`}` : ''
  return t`${freed} (${size(plan.kept.bytes)} stays: held by ${printable(holders[0] ?? t`others`, {ascii})}${more})`
})
