import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const dnfLeftovers = placeRule({
  id: 'dnf-leftovers',
  title: t`Metadata and packages that dnf, yum or microdnf keep`,
  why: t`The metadata of repositories goes stale in days, and installing fetches it anew.`,
  what: t`the cache of dnf or yum`,
  places: ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5', '/var/cache/zypp', '/var/lib/dnf/repos'],
  certainty: 'exact',
})
