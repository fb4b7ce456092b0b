import {t} from '../../../text/translate.ts'
import type {Rule} from '../ground.ts'
import {filesOf, layerPhrase, wasteFindings} from '../waste/waste-finding.ts'
import {keptOut} from './deleted-later.ts'

export const hiddenByOpaque: Rule = {
  id: 'hidden-by-opaque',
  kind: 'waste',
  title: t`Files below a folder that a later layer begins anew`,
  why: t`The folder was removed and made again: what it held stays in its layer, and nobody can reach it.`,
  *find(ground) {
    yield* wasteFindings(ground, 'opaque', group => ({
      summary: t`layer ${group.layer} stores what lies in folders that ${layerPhrase(ground, group.hider)} begins anew (${filesOf(group)})`,
      ...keptOut(ground, group),
    }))
  },
}
