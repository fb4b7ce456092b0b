import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const aptLeftovers = placeRule({
  id: 'apt-leftovers',
  title: t`Package lists and archives of apt`,
  why: t`apt fetches its lists anew whenever it installs; in a finished image they only go stale.`,
  what: t`apt's package lists and archives`,
  places: ['/var/lib/apt/lists', '/var/cache/apt'],
  certainty: 'exact',
  removal: {
    what: 'contents',
    serves: {
      fills: /\b(?:apt|apt-get|aptitude) (?:-\S+ ){0,8}update\b/,
      uses: /\b(?:apt|apt-get|aptitude) (?:-\S+ ){0,8}(?:install|upgrade|dist-upgrade|full-upgrade|build-dep|source|download)\b/,
    },
  },
})
