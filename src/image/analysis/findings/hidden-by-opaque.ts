import type {Rule} from '../ground.ts'
import {filesOf, layerPhrase, wasteFindings} from '../waste/waste-finding.ts'
import {keptOut} from './deleted-later.ts'

export const hiddenByOpaque: Rule = {
  id: 'hidden-by-opaque',
  kind: 'waste',
  title: 'Files below a folder that a later layer begins anew',
  why: 'The folder was removed and made again: what it held stays in its layer, and nobody can reach it.',
  *find(ground) {
    yield* wasteFindings(ground, 'opaque', group => ({
      summary: `layer ${group.layer} stores what lies in folders that ${layerPhrase(ground, group.hider)} begins anew (${filesOf(group)})`,
      ...keptOut(ground, group),
    }))
  },
}
