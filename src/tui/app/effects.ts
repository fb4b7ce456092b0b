import type {State} from './state.ts'

/** The next state, and what is to be done outside. */
export type Step = readonly [State, Effect[]]

/** What update asks the runtime to do. Answers come back as messages that carry the session. */
export type Effect =
  | {readonly type: 'open'; readonly session: number; readonly reference: string}
  /** read the layers of the image that this session opened */
  | {readonly type: 'read'; readonly session: number}
  /** stop whatever this session has under way */
  | {readonly type: 'cancel'; readonly session: number}
  /** give the terminal back and stop the process, until it is continued */
  | {readonly type: 'suspend'}
  | {readonly type: 'exit'; readonly code: number}
