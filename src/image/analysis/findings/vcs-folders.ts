import {placeRule} from './place-rule.ts'

export const vcsFolders = placeRule({
  id: 'vcs-folders',
  title: 'Histories of version control',
  why: 'The whole history of the source comes with it, secrets that were once in it included.',
  what: 'a history of version control',
  places: ['**/.git', '**/.hg', '**/.svn', '**/.bzr'],
  certainty: 'exact',
})
