import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {type Home, isStore} from './home.ts'
import type {HomePage} from './tab-view.ts'
import {adviceOf, whyNoEngine} from './tried-engines.ts'

/** What stands where an engine's lists would, while the store's images are shown; null where an engine answered, or none yet. */
export function storePage(state: State, home: Home): HomePage | null {
  if (!isStore(home)) return null
  const images = t`The images of the store stand in the first tab, what they share in the fourth.`
  return {
    text: t`No engine answers, so there is nothing to list here.`,
    advice: `${noEngineAdvice(state, home)}\n\n${images}`,
    tone: 'plain',
  }
}

/** Why none answered, what to do about the first, and where the rest is told. */
export function noEngineAdvice(state: State, {listing}: Home): string {
  const tried = listing?.tried ?? []
  const ascii = !state.capabilities.unicode
  const [first = ''] = adviceOf(tried)
  const keys = t`${keyFor(state, 'home-engines')} says what was tried, ${keyFor(state, 'home-refresh')} looks again.`
  return [whyNoEngine(tried, ascii), printable(first, {ascii}), keys].filter(Boolean).join('\n')
}

/** That the engine whose lists stand there answers no more. */
export function engineGone(state: State): string {
  return t`The engine is gone: this is an old list. ${keyFor(state, 'home-refresh')} tries again.`
}

/** What stands there while no engine has answered; null once one did. */
export function enginePage(state: State, {session, listing, failure}: Home): HomePage | null {
  if (listing !== null) return null
  const ascii = !state.capabilities.unicode
  if (session !== null) return {text: t`Looking for an engine ${ascii ? '...' : '…'}`, advice: '', tone: 'busy'}
  if (failure === null) return null
  const lines = {lines: true, ascii} as const
  const keys = t`${keyFor(state, 'home-refresh')} looks again, ${keyFor(state, 'home-open')} opens the demo image.`
  const advice = failure.advice === null ? keys : `${printable(failure.advice, lines)}\n\n${keys}`
  return {text: printable(failure.message, lines), advice, tone: 'problem'}
}
