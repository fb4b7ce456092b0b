import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const vcsFolders = placeRule({
  id: 'vcs-folders',
  title: t`Histories of version control`,
  why: t`The whole history of the source comes with it, secrets that were once in it included.`,
  what: t`a history of version control`,
  places: ['**/.git', '**/.hg', '**/.svn', '**/.bzr'],
  certainty: 'exact',
})
