import {ownerNamesAt} from '../../../image/filesystem/owner-names.ts'
import type {Reason, Union} from '../../../image/filesystem/union.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'

const WORDS: Readonly<Record<Reason, string>> = {
  content: t`content`,
  type: t`type`,
  mode: t`mode`,
  owner: t`owner`,
  mtime: t`time`,
  xattr: t`attributes`,
  linkTarget: t`target`,
  device: t`device`,
}

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
      if (reason !== 'mode' && reason !== 'owner') return WORDS[reason]
      const old = before < 0 ? null : union.entryOf(before)
      const now = union.entryOf(after)
      if (old === null || now === null) return WORDS[reason]
      if (reason === 'owner')
        return t`owner ${owner(old.layer.owner(old.entry))}${arrow}${owner(now.layer.owner(now.entry))}`
      return t`mode ${octal(old.layer.columns.entryMode[old.entry]!)}${arrow}${octal(now.layer.columns.entryMode[now.entry]!)}`
    })
    .join(', ')
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
