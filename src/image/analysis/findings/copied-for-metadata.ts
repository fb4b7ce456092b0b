import {t} from '../../../text/translate.ts'
import {REASON_WORDS} from '../../filesystem/reason-words.ts'
import {reasonsIn} from '../../filesystem/union.ts'
import {metadataFix} from '../fixes/metadata-fix.ts'
import type {Rule} from '../ground.ts'
import {filesOf, layerPhrase, storedBy, wasteFindings} from '../waste/waste-finding.ts'

export const copiedForMetadata: Rule = {
  id: 'copied-for-metadata',
  kind: 'waste',
  title: t`Files stored again because their owner, mode or time changed`,
  why: t`A layer cannot change an owner or a mode alone: it stores the whole file once more, and the first copy stays.`,
  *find(ground) {
    yield* wasteFindings(ground, 'metadata', group => ({
      summary: t`${layerPhrase(ground, group.hider)} stores again what ${storedBy(group)} already stored (${filesOf(group)}, only ${reasonsOf(group.reasons)})`,
      ...metadataFix(ground, group),
    }))
  },
}

function reasonsOf(bits: number): string {
  const words = reasonsIn(bits).map(reason => REASON_WORDS[reason])
  if (words.length === 0) return t`the folder entry differs`
  const named = words.length === 1 ? words[0]! : t`${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
  return words.length > 1 || named.endsWith('s') ? t`the ${named} differ` : t`the ${named} differs`
}
