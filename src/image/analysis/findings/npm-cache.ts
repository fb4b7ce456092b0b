import {placeRule} from './place-rule.ts'

export const npmCache = placeRule({
  id: 'npm-cache',
  title: 'Packages that npm keeps beside those it installed',
  why: 'npm keeps each package it fetched a second time, compressed, to install it again elsewhere.',
  what: 'the cache of npm',
  places: ['**/.npm/_cacache', '**/.npm/_logs', '**/.npm/_npx', '**/.cache/node-gyp', '**/.node-gyp'],
  certainty: 'exact',
})
