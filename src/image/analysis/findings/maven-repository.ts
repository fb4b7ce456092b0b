import {placeRule} from './place-rule.ts'

export const mavenRepository = placeRule({
  id: 'maven-repository',
  title: 'The local repository of Maven',
  why: 'What the program needs of it was packed into the program; the rest served to build.',
  what: 'the local repository of Maven',
  places: ['**/.m2/repository', '**/.m2/wrapper'],
  certainty: 'exact',
  removal: {mounts: true},
})
