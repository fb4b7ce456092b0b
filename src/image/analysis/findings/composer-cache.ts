import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const composerCache = placeRule({
  id: 'composer-cache',
  title: t`Packages that composer keeps beside those it installed`,
  why: t`composer keeps the archive of each package it installed.`,
  what: t`the cache of composer`,
  places: ['**/.composer/cache', '**/.cache/composer', '/tmp/cache/files'],
  certainty: 'exact',
  removal: {
    instead: {
      changes: [
        [/\bcomposer (?:install|update|require|create-project)\b(?![^&;|]{0,400}--no-cache)/g, '$& --no-cache'],
      ],
    },
  },
})
