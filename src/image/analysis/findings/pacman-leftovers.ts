import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const pacmanLeftovers = placeRule({
  id: 'pacman-leftovers',
  title: t`Packages that pacman keeps`,
  why: t`pacman keeps every package it ever fetched; a finished image needs none of them.`,
  what: t`the packages that pacman fetched`,
  places: ['/var/cache/pacman/pkg', '/var/lib/pacman/sync'],
  certainty: 'exact',
})
