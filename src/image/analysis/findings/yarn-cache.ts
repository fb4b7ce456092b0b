import {t} from '../../../text/translate.ts'
import {nodesNamed} from '../file-names.ts'
import type {Ground} from '../ground.ts'
import {placeRule} from './place-rule.ts'

export const yarnCache = placeRule({
  id: 'yarn-cache',
  title: t`Packages that yarn keeps beside those it installed`,
  why: t`yarn keeps each package it fetched a second time, to install it again elsewhere.`,
  what: t`the cache of yarn`,
  places: [
    '**/.cache/yarn',
    '**/.yarn/berry/cache',
    '/usr/local/share/.cache/yarn',
    '/usr/share/.cache/yarn',
    '**/.yarn-cache',
  ],
  certainty: 'exact',
  passes: isInUse,
})

/** A program that yarn installed without node_modules (Plug'n'Play) reads its packages where the cache has them. */
function isInUse({union, claims}: Ground, folder: number): boolean {
  if (!union.path(folder).endsWith('berry/cache')) return false
  return nodesNamed(union, {begins: ['.pnp.']}).some(node => claims.visible(node) >= 0)
}
