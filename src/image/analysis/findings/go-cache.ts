import {placeRule} from './place-rule.ts'

export const goCache = placeRule({
  id: 'go-cache',
  title: 'Build cache and modules of Go',
  why: 'A finished program holds all it needs of them; a second stage takes only the program.',
  what: 'the build cache and modules of Go',
  places: ['**/.cache/go-build', '/go/pkg/mod', '**/go/pkg/mod'],
  certainty: 'exact',
  removal: {mounts: true},
})
