import {holderName} from '../../../image/analysis/sharing/holder.ts'
import {removalPlan} from '../../../image/analysis/sharing/removal-plan.ts'
import type {Sharing} from '../../../image/analysis/sharing/sharing.ts'
import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {width} from '../../../text/width.ts'
import {remembered} from '../remembered.ts'

/**
 * What removing these images would free, and who holds what stays, in one line of so many cells: where there is no room who it
 * is goes first, what is freed last. Printable.
 */
export const removalFoot = remembered(
  (marks: readonly string[], sharing: Sharing, ascii: boolean, cells: number): string => {
    const plan = removalPlan(
      sharing,
      marks.map(image => ({image})),
    )
    const what = marks.length === 1 ? t`it` : t`them`
    const freed = t`${marks.length} marked: removing ${what} frees ${size(plan.freed)}`
    const short = t`${marks.length} marked: frees ${size(plan.freed)}`
    const forms = [freed, short, t`${marks.length} marked`]
    if (plan.kept.layers > 0) {
      const stays = size(plan.kept.bytes)
      const holders = plan.kept.by.map(({holder}) =>
        holder.kind === 'container' ? t`container ${holderName(holder)}` : holderName(holder),
      )
      const first = printable(holders[0] ?? t`others`, {ascii})
      const word = (count: number) => (count === 1 ? t`other` : t`others`)
      const count = Math.max(1, holders.length)
      const more = count > 1 ? t` and ${count - 1} ${word(count - 1)}` : ''
      forms.unshift(
        t`${freed} (${stays} stays: held by ${first}${more})`,
        t`${freed} (${stays} stays: held by ${count} ${word(count)})`,
        t`${freed} (${stays} stays)`,
        t`${short} (${stays} stays)`,
      )
    }
    return forms.find(form => width(form) <= cells) ?? forms.at(-1)!
  },
)
