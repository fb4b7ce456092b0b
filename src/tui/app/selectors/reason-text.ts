import {ownerNamesAt} from '../../../image/filesystem/owner-names.ts'
import {REASON_WORDS} from '../../../image/filesystem/reason-words.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'

/**
 * In what a version differs from the one before (−1: none), in words; a mode and an owner with both values, since that is
 * what one wants to see next. Owners by the names that the image had for them then. Printable.
 */
export function reasonText(union: Union, before: number, after: number, unicode: boolean): string {
  const arrow = unicode ? '→' : '>'
  const names = ownerNamesAt(union, union.columns.versionLayer[after]!)
  const owner = (ids: readonly [number, number]) => printable(names.text(ids), {ascii: !unicode})
  const reasons = union.reasons(after)
  // Who writes a file also moves its time: told only where it is all there is.
  const shown = reasons.length > 1 ? reasons.filter(reason => reason !== 'mtime') : reasons
  return shown
    .map(reason => {
      if (reason !== 'mode' && reason !== 'owner') return REASON_WORDS[reason]
      const old = before < 0 ? null : union.entryOf(before)
      const now = union.entryOf(after)
      if (old === null || now === null) return REASON_WORDS[reason]
      if (reason === 'owner')
        return t`owner ${owner(old.layer.owner(old.entry))}${arrow}${owner(now.layer.owner(now.entry))}`
      return t`mode ${octal(old.layer.columns.entryMode[old.entry]!)}${arrow}${octal(now.layer.columns.entryMode[now.entry]!)}`
    })
    .join(', ')
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
