import {type JobPage, type State, top} from '../state.ts'

/** The state with the page of a job on top: one page of jobs lies above the rest, not one above the other. */
export function onJobPage(state: State, request: number): State {
  const page: JobPage = {kind: 'job', request, top: 0}
  return {...state, contexts: [...withoutJobPage(state).contexts, page]}
}

/** The state with what lies below the page of a job. */
export function withoutJobPage(state: State): State {
  return top(state).kind === 'job' ? {...state, contexts: state.contexts.slice(0, -1)} : state
}
