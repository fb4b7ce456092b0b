import {t} from '../../../text/translate.ts'
import type {Rule} from '../ground.ts'
import {filesOf, layerPhrase, wasteFindings} from '../waste/waste-finding.ts'

export const storedTwice: Rule = {
  id: 'stored-twice',
  kind: 'waste',
  title: t`Files that one layer stores more than once`,
  why: t`Only the last member of a tar with the same path counts; the others are bytes that nobody can reach.`,
  *find(ground) {
    yield* wasteFindings(ground, 'storedTwice', group => ({
      summary: t`${layerPhrase(ground, group.layer)} stores the same paths more than once (${filesOf(group)} too many)`,
      fix: {
        file: 'Dockerfile',
        lines: [],
        note: t`the builder wrote the layer so: build it again with another one, or squash the layer`,
      },
    }))
  },
}
