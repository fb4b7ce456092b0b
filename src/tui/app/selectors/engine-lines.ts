import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {EngineListing} from '../home/home.ts'
import {adviceOf} from '../home/tried-engines.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {BLANK, fact, heading, type PaperLine} from './paper-line.ts'

/** Which engine answers home; where none does, each that was tried, why it did not, and what to do. */
export function engineLines({engine, tried}: EngineListing, columns: number, state: State): readonly PaperLine[] {
  const ascii = !state.capabilities.unicode
  const say = (text: string, labelWidth: number, tone: PaperLine['tone'] = 'plain') =>
    fact('', printable(text, {ascii}), columns, {labelWidth, tone})
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
