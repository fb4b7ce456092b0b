import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const mavenRepository = placeRule({
  id: 'maven-repository',
  title: t`The local repository of Maven`,
  why: t`What the program needs of it was packed into the program; the rest served to build.`,
  what: t`the local repository of Maven`,
  places: ['**/.m2/repository', '**/.m2/wrapper'],
  certainty: 'exact',
  removal: {mounts: true},
})
