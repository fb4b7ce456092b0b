import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

const DEBCONF = /^var\/cache\/debconf\/[^/]*\.dat$/

export const otherCaches = placeRule({
  id: 'other-caches',
  title: t`Caches that programs fill again when they need to`,
  why: t`A cache is made anew when it is missed; whether the first start may be slower is yours to say.`,
  what: t`caches`,
  places: ['**/.cache', '/var/cache'],
  certainty: 'about',
  removal: {what: 'files', unless: paths => (paths.includes('var/cache') ? "! -path '/var/cache/debconf/*.dat'" : '')},
  // debconf keeps its answers there: a database in spite of its place.
  spares: ({union}, version) => DEBCONF.test(union.path(union.columns.versionNode[version]!)),
})
