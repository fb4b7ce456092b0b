import type {Effect} from './effects.ts'
import type {Capabilities, State, TerminalSize} from './state.ts'

/** The first state, and what to do first: open the reference. */
export function initialState(options: {
  readonly reference: string
  readonly terminal: TerminalSize
  readonly capabilities: Capabilities
  /** milliseconds since 1970 */
  readonly now: number
}): [State, Effect[]] {
  const {reference} = options
  return [
    {...options, contexts: [{kind: 'loading', session: 0, reference, progress: null}], notice: null, nextSession: 1},
    [{type: 'open', session: 0, reference}],
  ]
}
