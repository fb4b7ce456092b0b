import {placeRule} from './place-rule.ts'

export const nugetCache = placeRule({
  id: 'nuget-cache',
  title: 'Packages that NuGet keeps',
  why: 'What the program needs of them was published with it; the rest served to build.',
  what: 'the packages that NuGet fetched',
  places: ['**/.nuget/packages', '**/.local/share/NuGet'],
  certainty: 'exact',
  removal: {mounts: true},
})
