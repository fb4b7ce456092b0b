import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const gradleCache = placeRule({
  id: 'gradle-cache',
  title: t`Caches and distributions of Gradle`,
  why: t`What the program needs of them was packed into the program; the rest served to build.`,
  what: t`the caches of Gradle`,
  places: ['**/.gradle/caches', '**/.gradle/wrapper', '**/.gradle/daemon', '**/.gradle/native'],
  certainty: 'exact',
  removal: {mounts: true},
})
