import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const apkLeftovers = placeRule({
  id: 'apk-leftovers',
  title: t`Index and packages that apk keeps`,
  why: t`apk needs its cache only to install more; a finished image does not.`,
  what: t`apk's cache`,
  places: ['/var/cache/apk', '/etc/apk/cache'],
  certainty: 'exact',
  removal: {
    what: 'contents',
    // With --no-cache apk fetches its index and keeps none; `apk update` would.
    instead: {
      changes: [
        [/\bapk update\s{0,4}&&\s{0,4}/g, ''],
        [/\bapk add (?![^&;|]{0,400}--no-cache)/g, 'apk add --no-cache '],
      ],
      unless: /\bapk (?:-|update|upgrade|fetch)/,
    },
    serves: {fills: /\bapk (?:-\S+ ){0,8}update\b/, uses: /\bapk (?:-\S+ ){0,8}add\b(?![^&;|]{0,400}--no-cache)/},
  },
})
