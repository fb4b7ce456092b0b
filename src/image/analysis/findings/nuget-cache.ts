import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const nugetCache = placeRule({
  id: 'nuget-cache',
  title: t`Packages that NuGet keeps`,
  why: t`What the program needs of them was published with it; the rest served to build.`,
  what: t`the packages that NuGet fetched`,
  places: ['**/.nuget/packages', '**/.local/share/NuGet'],
  certainty: 'exact',
  removal: {mounts: true},
})
