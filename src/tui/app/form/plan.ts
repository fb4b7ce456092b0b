import type {Effect} from '../effects.ts'
import type {Task} from '../jobs/task.ts'
import type {RegistryVerb} from '../messages.ts'

/** What a form does. Texts are printable. */
export interface FormPlan {
  /** `Extract /etc/nginx` */
  readonly title: string
  /** what will happen, in sentences */
  readonly summary: readonly string[]
  /** the verb on the key that does it; '' where nothing can be done whatever is answered */
  readonly action: string
  /** why it can't be done with these values, in a sentence; null where it can */
  readonly refusal: string | null
  readonly begins: Beginning
}

/** What follows when the form is sent: a job, or something that is done at once. */
export type Beginning =
  | JobPlan
  | {readonly kind: 'effects'; readonly effects: readonly Effect[]}
  /** as if it had been meant by a key */
  | {readonly kind: 'verb'; readonly verb: RegistryVerb}

/** A job as it is begun. Texts are printable. */
export interface JobPlan {
  readonly kind: 'job'
  /** what is done: `push registry.lan:5000/tools:1.2` */
  readonly title: string
  /** the command that would do the same; null where no other program does */
  readonly command: string | null
  readonly task: Task
}
