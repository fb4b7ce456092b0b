import {t} from '../../../text/translate.ts'
import {placeRule} from './place-rule.ts'

export const cargoCache = placeRule({
  id: 'cargo-cache',
  title: t`Sources that cargo fetched to build from`,
  why: t`A finished program needs neither the sources of its crates nor the index they were found in.`,
  what: t`the sources that cargo fetched`,
  places: ['**/.cargo/registry', '**/.cargo/git', '/usr/local/cargo/registry', '/usr/local/cargo/git'],
  certainty: 'exact',
  removal: {mounts: true},
})
