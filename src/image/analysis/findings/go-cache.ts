import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const goCache = placeRule({
  id: 'go-cache',
  title: t`Build cache and modules of Go`,
  why: t`A finished program holds all it needs of them; a second stage takes only the program.`,
  what: t`the build cache and modules of Go`,
  places: ['**/.cache/go-build', '/go/pkg/mod', '**/go/pkg/mod'],
  certainty: 'exact',
  removal: {mounts: true},
})
