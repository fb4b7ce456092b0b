import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const gemCache = placeRule({
  id: 'gem-cache',
  title: t`Gems that were kept beside what was unpacked of them`,
  why: t`gem and bundler keep the archive of each gem they installed.`,
  what: t`the archives of gems`,
  places: [
    '**/gems/*/cache',
    '/usr/local/bundle/cache',
    '**/vendor/bundle/ruby/*/cache',
    '**/.bundle/cache',
    '**/.gem/specs',
  ],
  certainty: 'exact',
})
