import {t} from '../../../text/translate.ts'
import type {Rule} from '../ground.ts'
import {filesOf, layerPhrase, wasteFindings} from '../waste/waste-finding.ts'

export const neverVisible: Rule = {
  id: 'never-visible',
  kind: 'waste',
  title: t`Leftovers of a storage driver that are no files of the image`,
  why: t`They are the marks of a union file system with a size of their own: no container ever sees them.`,
  *find(ground) {
    yield* wasteFindings(ground, 'neverVisible', group => ({
      summary: t`${layerPhrase(ground, group.layer)} stores what no container ever sees (${filesOf(group)})`,
      fix: {file: 'Dockerfile', lines: [], note: t`the builder wrote the layer so: build it again with another one`},
    }))
  },
}
