import {bindingFor} from './bindings.ts'
import type {Step} from './effects.ts'
import type {KeyPressed, Message} from './messages.ts'
import {placeOf} from './places.ts'
import type {State} from './state.ts'
import {fold} from './verbs/fold.ts'
import {leave} from './verbs/leave.ts'
import {move} from './verbs/move.ts'
import {open} from './verbs/open.ts'
import {read} from './verbs/read.ts'
import {settleTree} from './verbs/settle-tree.ts'
import {show} from './verbs/show.ts'

/** The next state, and what is to be done outside. Pure. */
export function update(state: State, message: Message): Step {
  switch (message.type) {
    case 'key':
      return press(state, message)
    case 'quit':
    case 'suspend':
    case 'close':
      return leave(state, message)
    case 'move':
    case 'page':
    case 'to-end':
    case 'select-layer':
      return [move(state, message), []]
    case 'expand':
    case 'collapse':
    case 'toggle':
    case 'fold-all':
      return [fold(state, message), []]
    case 'help':
    case 'describe-layer':
    case 'switch-pane':
    case 'show-tab':
    case 'show-view':
    case 'sort':
    case 'toggle-attributes':
      return [show(state, message), []]
    case 'retry':
    case 'choose':
    case 'opening':
    case 'opened':
    case 'choices':
    case 'open-failed':
      return open(state, message)
    case 'cancel-reading':
    case 'read-on':
    case 'reading':
    case 'reading-ended':
      return read(state, message)
    case 'clock':
      return [{...state, now: message.now}, []]
    case 'resized':
      return [settleTree({...state, terminal: {columns: message.columns, rows: message.rows}}), []]
  }
}

/** A key: the notice goes, and the binding of the place acts, or says why it can't. */
function press(state: State, {key}: KeyPressed): Step {
  const quiet = state.notice === null ? state : {...state, notice: null}
  const binding = bindingFor(placeOf(state), key)
  if (binding === undefined) return [quiet, []]
  const reason = binding.disabled?.(quiet)
  if (reason !== undefined) return [{...quiet, notice: {text: reason, kind: 'refused'}}, []]
  return update(quiet, binding.message(quiet))
}
