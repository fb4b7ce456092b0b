import type {Failure} from '../../../image/oci/error.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import type {Form} from '../form/form.ts'
import type {Home} from '../home/home.ts'
import {withHome} from '../home/in-state.ts'
import {AT_TOP} from '../home/list-place.ts'
import {keyFor} from '../key-for.ts'
import type {Told} from '../messages.ts'
import type {State} from '../state.ts'
import {relisted} from './home.ts'

/** What `docker run` ends with when the container could not be run at all. */
const NOT_RUN = [125, 126, 127]

/** The screen is back. Where nothing could be run, so is the form. */
export function ran(state: State, {form, result}: Extract<Told, {type: 'ran'}>): Step {
  const [listed, effects] = relisted(state)
  if ('failure' in result) return [withForm(listed, form, result.failure), effects]
  const {code, goesOn} = result
  if (goesOn !== null) {
    const name = printable(goesOn, {ascii: !state.capabilities.unicode})
    const told: State = {...listed, notice: {text: t`${name} goes on running: Containers lists it.`, kind: 'done'}}
    return [withHome(told, withCursorOnNewest), effects]
  }
  if (NOT_RUN.includes(code)) return [withForm(listed, form, notRun(code)), effects]
  const keeps = form.fields.some(field => field.kind === 'toggle' && field.id === 'remove' && !field.on)
  const text = t`It ended with ${code}.${keeps ? t` Its container is kept: Containers lists it, ${keyFor(state, 'commit')} commits it.` : ''}`
  const told: State = {...listed, notice: {text, kind: 'done'}}
  return [keeps ? withHome(told, withCursorOnNewest) : told, effects]
}

/** The container that was kept, or left, is the newest as soon as it is listed, whatever was filtered. */
function withCursorOnNewest(home: Home): Home {
  return {...home, lists: {...home.lists, containers: AT_TOP}}
}

function withForm(state: State, form: Form, failure: Failure): State {
  return {...state, contexts: [...state.contexts, {...form, failure}]}
}

function notRun(code: number): Failure {
  return {
    kind: 'engine-refused',
    message: t`It could not be run: the client ended with ${code}. What it said stands on the terminal below this screen.`,
    advice: t`Change what was asked, or try it again.`,
  }
}
