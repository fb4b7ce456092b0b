import {t} from '../../../text/translate.ts'
import type {Rule} from '../ground.ts'
import {filesOf, layerPhrase, wasteFindings} from '../waste/waste-finding.ts'
import {keptOut} from './deleted-later.ts'

export const typeReplaced: Rule = {
  id: 'type-replaced',
  kind: 'waste',
  title: t`Files whose path, or a folder above, became something else`,
  why: t`A link or a folder took their place: their bytes stay in their layer, and nobody can reach them.`,
  *find(ground) {
    yield* wasteFindings(ground, 'type', group => ({
      summary:
        group.layer === group.hider
          ? t`${layerPhrase(ground, group.layer)} stores files below what is no folder in the same layer (${filesOf(group)})`
          : t`layer ${group.layer} stores what ${layerPhrase(ground, group.hider)} replaces by something of another type (${filesOf(group)})`,
      ...keptOut(ground, group),
    }))
  },
}
