import {placeRule} from './place-rule.ts'

export const pacmanLeftovers = placeRule({
  id: 'pacman-leftovers',
  title: 'Packages that pacman keeps',
  why: 'pacman keeps every package it ever fetched; a finished image needs none of them.',
  what: 'the packages that pacman fetched',
  places: ['/var/cache/pacman/pkg', '/var/lib/pacman/sync'],
  certainty: 'exact',
})
