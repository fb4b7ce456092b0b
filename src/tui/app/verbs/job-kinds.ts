import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import type {Job} from '../jobs/job.ts'
import type {Outcome} from '../jobs/outcome.ts'
import type {Task} from '../jobs/task.ts'
import {askAgainAfter} from '../registries/asking.ts'
import type {State} from '../state.ts'
import {extracted} from './extract.ts'
import {
  committed,
  committedImage,
  contentsFound,
  loaded,
  pulled,
  pushed,
  registryStarted,
  removed,
  saved,
  tagged,
} from './outcomes.ts'

/** What the screen has to know of each kind of task. */
interface JobKind<K extends Task['kind']> {
  /** what is said when it was stopped, in sentences */
  readonly stopped: string
  /** home's lists are old when it has ended, however it did */
  readonly changesEngine: boolean
  /** what follows when it is done */
  done(state: State, job: Job, outcome: Extract<Outcome, {kind: K}>): Step
}

const KINDS: {readonly [K in Task['kind']]: JobKind<K>} = {
  extract: {
    stopped: t`Stopped. What was written whole stays, nothing half-written does.`,
    changesEngine: false,
    done: extracted,
  },
  commit: {
    stopped: t`Stopped. The engine may finish what it began: the list will say.`,
    changesEngine: true,
    done: committed,
  },
  'commit-image': {
    stopped: t`Stopped. No name leads to anything new.`,
    changesEngine: true,
    done: committedImage,
  },
  tag: {stopped: t`Stopped.`, changesEngine: true, done: tagged},
  push: {
    stopped: t`Stopped. Layers that have arrived stay; no tag was moved.`,
    changesEngine: false,
    done: pushed,
  },
  pull: {
    stopped: t`Stopped. Layers that are there already are not asked for again.`,
    changesEngine: true,
    done: pulled,
  },
  save: {stopped: t`Stopped. No half file stays.`, changesEngine: false, done: saved},
  load: {stopped: t`Stopped.`, changesEngine: true, done: loaded},
  remove: {stopped: t`Stopped. What was removed is gone.`, changesEngine: true, done: removed},
  contents: {
    stopped: t`Stopped. Layers that were read are known the next time.`,
    changesEngine: false,
    done: contentsFound,
  },
  registry: {stopped: t`Stopped.`, changesEngine: true, done: registryStarted},
  copy: {
    stopped: t`Stopped. What arrived stays and is not sent again; the new name leads nowhere yet.`,
    changesEngine: true,
    done: (state, _, {reference}) => said(state, t`Copied: ${printable(reference)}`),
  },
  retag: {
    stopped: t`Stopped. Whether the tag is there already, the list tells.`,
    changesEngine: false,
    done: (state, {task}) => said(state, t`Tagged as ${task.kind === 'retag' ? task.to : ''}.`),
  },
  'delete-remote': {
    stopped: t`Stopped. Whether it is deleted already, the list tells.`,
    changesEngine: false,
    done: state => said(state, t`Deleted. The registry frees its bytes when it is cleaned up.`),
  },
}

const CHANGES_REGISTRY: readonly Task['kind'][] = ['push', 'copy', 'retag', 'delete-remote']

function said(state: State, text: string): Step {
  return [{...state, notice: {text, kind: 'done'}}, []]
}

/** What to say when a job of this kind was stopped: what stays, and what does not. */
export function wordsForStopped({kind}: Task): string {
  return KINDS[kind].stopped
}

/** Whether home's lists are old when such a job has ended, however it did. */
export function changesEngine({kind}: Task): boolean {
  return KINDS[kind].changesEngine
}

/**
 * What follows a job that is done: a notice, a cursor on what is new, a push after a tag; lists that it changed are asked
 * for anew.
 */
export function afterDone(state: State, job: Job, outcome: Outcome): Step {
  const {done} = KINDS[outcome.kind] as {done(state: State, job: Job, outcome: Outcome): Step}
  const [after, effects] = done(state, job, outcome)
  if (!CHANGES_REGISTRY.includes(outcome.kind)) return [after, effects]
  // What is listed of registries may be old now.
  const [asked, more] = askAgainAfter(after)
  return [asked, [...effects, ...more]]
}
