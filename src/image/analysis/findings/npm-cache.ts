import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const npmCache = placeRule({
  id: 'npm-cache',
  title: t`Packages that npm keeps beside those it installed`,
  why: t`npm keeps each package it fetched a second time, compressed, to install it again elsewhere.`,
  what: t`the cache of npm`,
  places: ['**/.npm/_cacache', '**/.npm/_logs', '**/.npm/_npx', '**/.cache/node-gyp', '**/.node-gyp'],
  certainty: 'exact',
})
