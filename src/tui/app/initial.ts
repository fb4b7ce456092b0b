import {DEFAULT_KEYS} from './bindings.ts'
import type {Effect} from './effects.ts'
import {homeAtFirst} from './home/home.ts'
import type {Keymap} from './keymap.ts'
import {DEFAULT_PREFERENCES, type Preferences} from './preferences.ts'
import type {Capabilities, State, TerminalSize} from './state.ts'

/** The first state, and what to do first: open the reference, or ask the engine for its list. */
export function initialState(options: {
  readonly reference: string
  /** the reference is only for where no engine answers: home comes first */
  readonly home?: boolean
  readonly terminal: TerminalSize
  readonly capabilities: Capabilities
  /** milliseconds since 1970 */
  readonly now: number
  readonly mayKeepOwners: boolean
  readonly userName?: string
  /** instead of the table's own */
  readonly keys?: Keymap
  readonly preferences?: Preferences
}): [State, Effect[]] {
  const {home = false, userName = '', keys = DEFAULT_KEYS, preferences = DEFAULT_PREFERENCES, ...rest} = options
  const given = {...rest, userName, keys, preferences}
  const {reference} = given
  const nothing = {
    notice: null,
    nextSession: 1,
    nextRequest: 0,
    jobs: [],
    login: null,
    formValues: {},
    sharing: null,
    sharingUntold: false,
  }
  if (home)
    return [
      {...given, ...nothing, contexts: [homeAtFirst(0, preferences.imageOrder)]},
      [{type: 'list-engine', session: 0}],
    ]
  return [
    {...given, ...nothing, contexts: [{kind: 'loading', session: 0, reference, progress: null, look: null}]},
    [{type: 'open', session: 0, reference}],
  ]
}
