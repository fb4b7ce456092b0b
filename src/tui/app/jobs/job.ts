import type {Failure} from '../../../image/oci/error.ts'
import type {Form} from '../form/form.ts'
import type {Outcome} from './outcome.ts'
import type {Task} from './task.ts'

/** Something that takes its time, while the screen goes on. It stays listed when it has ended. */
export interface Job {
  /** its number: what is told of it, and what stops it, carries it */
  readonly request: number
  /** what is done: `push registry.lan:5000/tools:1.2`. Printable */
  readonly title: string
  /** the command that would do the same: `docker push …`; null where no other program does. Printable */
  readonly command: string | null
  readonly task: Task
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly progress: JobProgress | null
  /** how fast bytes go, as far as that was told */
  readonly pace: Pace | null
  /** what was said on the way, the newest last; bounded. Hostile */
  readonly log: readonly string[]
  /** what was asked: shown again, with its values, where it fails; null where nothing was */
  readonly form: Form | null
  /** why it failed; null else */
  readonly failure: Failure | null
  /** somebody logged in at the registry since that had refused it: doing it again may help */
  readonly loggedIn?: boolean
  /** what came of it; null else */
  readonly outcome: Outcome | null
  /** milliseconds since 1970; null until it is told */
  readonly began: number | null
  readonly ended: number | null
}

export interface JobProgress {
  /** what is being done just now, where the title doesn't say it. Hostile */
  readonly label: string
  /** bytes */
  readonly done: number
  /** bytes; null where it is not known */
  readonly total: number | null
  /** what it is done piece by piece, such as the layers of an image; empty where it is one */
  readonly parts: readonly JobPart[]
}

/** A piece of what is being done: a layer on its way. */
export interface JobPart {
  /** what it is called: the first digits of a digest. Hostile */
  readonly id: string
  readonly phase: PartPhase
  /** bytes */
  readonly done: number
  /** bytes; null where it is not known */
  readonly total: number | null
  /** while it is retried by ourselves: which repetition comes now, from 1 on, of how many at most */
  readonly again?: {readonly repetition: number; readonly most: number}
}

export type PartPhase = 'waiting' | 'retrying' | 'moving' | 'unpacking' | 'done' | 'exists' | 'mounted'

export interface Pace {
  /** milliseconds since 1970 of the last look, and the bytes done by then */
  readonly at: number
  readonly done: number
  /** null before the second look */
  readonly bytesPerSecond: number | null
}

/** What is told of a job while it runs, and when it has ended. */
export type JobEvent =
  | {readonly type: 'began'}
  | {readonly type: 'progress'; readonly progress: JobProgress}
  /** hostile */
  | {readonly type: 'said'; readonly text: string}
  | {readonly type: 'done'; readonly outcome: Outcome}
  | {readonly type: 'failed'; readonly failure: Failure}
  /** it was told to stop, and now nothing of it runs any more */
  | {readonly type: 'stopped'}
