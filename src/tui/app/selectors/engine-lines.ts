import type {Failure} from '../../../image/oci/error.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {engineGone} from '../home/engine-page.ts'
import type {EngineListing} from '../home/home.ts'
import {adviceOf} from '../home/tried-engines.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {BLANK, fact, heading, type PaperLine} from './paper-line.ts'

/**
 * Which engine answers home, or why it does no more; where none does, each that was tried, why it did not, and what to do.
 * `failure`: of the last question, null where that was answered.
 */
export function engineLines(
  {engine, tried}: EngineListing,
  failure: Failure | null,
  columns: number,
  state: State,
): readonly PaperLine[] {
  const ascii = !state.capabilities.unicode
  const say = (text: string, labelWidth: number, tone: PaperLine['tone'] = 'plain') =>
    fact('', printable(text, {ascii}), columns, {labelWidth, tone})
  if (tried === undefined && failure !== null)
    return [failure.message, failure.advice ?? '', engineGone(state)].flatMap(text => (text === '' ? [] : say(text, 0)))
  if (tried === undefined) return say(t`${engine.kind} ${engine.version} answers at ${engine.host}.`, 0)
  const advice = [
    ...adviceOf(tried),
    t`An engine elsewhere: name it with --host, or in DOCKER_HOST (ssh://USER@HOST, tcp://HOST:2376, unix:///PATH)`,
  ]
  return [
    ...say(t`No engine answered. Home shows the store meanwhile: ${engine.host}`, 0),
    BLANK,
    heading(t`What was tried, in this order`),
    ...tried.flatMap(({origin, host, why, brief, absent}) =>
      absent
        ? say(t`${host} (${origin}): ${brief}`, 0, 'quiet')
        : [...say(`${host} (${origin})`, 0), ...say(why, 2, 'problem')],
    ),
    BLANK,
    heading(t`What to do`),
    ...advice.flatMap(text => say(text, 0)),
    ...say(t`Then ${keyFor(state, 'home-refresh')} tries again; the program need not be started anew.`, 0),
  ]
}
