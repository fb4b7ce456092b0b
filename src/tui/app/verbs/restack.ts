import type {Union} from '../../../image/filesystem/union.ts'
import type {Form} from '../form/form.ts'
import type {Job} from '../jobs/job.ts'
import {type Context, explorerOf, type State} from '../state.ts'
import {pathEvents, rowAt, translatedVersion} from '../versions/versions.ts'

/** The contexts above the explorer made to speak of another union of its image: nodes and versions are numbered anew in each. */
export function restacked(state: State, to: Union): State {
  const from = explorerOf(state)?.union ?? null
  if (from === null || from.columns.nodeParent === to.columns.nodeParent) return state
  const contexts = state.contexts.flatMap(context => translated(context, from, to) ?? [])
  return {...state, contexts, jobs: state.jobs.map(job => translatedJob(job, explorerOf(state)!.session, from, to))}
}

/** A job that may be done again: what it is about by its new numbers, or by none where the other union has nothing of it. */
function translatedJob(job: Job, session: number, from: Union, to: Union): Job {
  const {task, form} = job
  if (task.kind !== 'extract' || task.session !== session) return job
  const moved = translatedPath(task, from, to) ?? {node: -1, version: -1}
  return {...job, task: {...task, ...moved}, form: form && translatedForm(form, from, to)}
}

function translatedForm(form: Form, from: Union, to: Union): Form | null {
  const {purpose} = form
  if (purpose.kind !== 'extract') return form
  const moved = translatedPath(purpose, from, to)
  return moved && {...form, purpose: {...purpose, ...moved}}
}

function translatedPath(
  {node, version}: {readonly node: number; readonly version: number},
  from: Union,
  to: Union,
): {readonly node: number; readonly version: number} | null {
  const found = node <= 0 ? -1 : to.find(from.path(node))
  const moved = found <= 0 ? -1 : translatedVersion(version, from, found, to)
  return moved < 0 ? null : {node: found, version: moved}
}

/** Null where the other union has nothing of what a context is about. */
function translated(context: Context, from: Union, to: Union): Context | null {
  if (context.kind === 'versions') {
    const node = to.find(from.path(context.node))
    if (node <= 0) return null
    const layer = pathEvents(from, context)[context.cursor]?.layer ?? 0
    const marked = context.marked.map(version => translatedVersion(version, from, node, to)).filter(each => each >= 0)
    return {...context, node, marked, cursor: rowAt(pathEvents(to, {node}), layer)}
  }
  if (context.kind === 'form') return translatedForm(context, from, to)
  return context
}
