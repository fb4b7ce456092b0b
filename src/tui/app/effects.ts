import type {BaseImage} from '../../image/analysis/base-image.ts'
import type {NoiseSwitches} from '../../image/analysis/comparison/noise.ts'
import type {ByteRun} from '../../image/content/byte-run.ts'
import type {PathPattern} from '../../image/filesystem/filter/pattern.ts'
import type {Union} from '../../image/filesystem/union.ts'
import type {Question} from './form/asked.ts'
import type {Form} from './form/form.ts'
import type {Task} from './jobs/task.ts'
import type {RegistryQuestion} from './registries/question.ts'
import type {RunRequest} from './run-request.ts'
import type {Comparing, State} from './state.ts'

/** The next state, and what is to be done outside. */
export type Step = readonly [State, Effect[]]

/** What update asks the runtime to do. Answers come back as messages that carry the session. */
export type Effect =
  | {readonly type: 'open'; readonly session: number; readonly reference: string}
  /** open a difference */
  | {readonly type: 'open-comparison'; readonly session: number; readonly compares: Comparing}
  /** compare the two images of this session anew, as another session, with these differences left out */
  | {readonly type: 'compare-anew'; readonly session: number; readonly next: number; readonly quiet: NoiseSwitches}
  /** ask the engine what its images share; where there is none nothing is told */
  | {readonly type: 'read-sharing'}
  /** read the layers of the image that this session opened */
  | {readonly type: 'read'; readonly session: number}
  /** ask the engine for its images and containers */
  | {readonly type: 'list-engine'; readonly session: number}
  /** stop whatever this session, or another request, has under way */
  | {readonly type: 'cancel'; readonly session: number}
  /** paths of this union will be matched soon */
  | {readonly type: 'prepare-matching'; readonly union: Union}
  /** find the paths that match; a request takes the place of the one before */
  | {
      readonly type: 'match'
      readonly session: number
      readonly request: number
      readonly union: Union
      readonly pattern: PathPattern
    }
  /** the request of before is not wanted any more */
  | {readonly type: 'stop-matching'}
  /** look into a version of a file of that session's image, no further than `limit` bytes, of which `shown` are known */
  | {
      readonly type: 'preview'
      readonly session: number
      readonly request: number
      readonly union: Union
      readonly version: number
      readonly limit: number
      readonly shown: number
    }
  /** find all places of `needle` */
  | {
      readonly type: 'find'
      readonly request: number
      readonly number: number
      readonly bytes: ByteRun
      readonly needle: Uint8Array
    }
  | {readonly type: 'stop-finding'; readonly request: number}
  /** stop reading and searching for this preview */
  | {readonly type: 'stop-preview'; readonly request: number}
  /** put printable text on the terminal's clipboard */
  | {readonly type: 'copy'; readonly text: string}
  /** compare the contents of two versions */
  | {
      readonly type: 'compare'
      readonly request: number
      readonly session: number
      readonly versions: readonly [before: number, after: number]
    }
  /** do what a job is about, and tell of it */
  | {readonly type: 'job'; readonly request: number; readonly task: Task}
  /** say why an image is as big as it is; told in stages */
  | {readonly type: 'analyse'; readonly session: number; readonly request: number; readonly base: BaseImage}
  /** look for images that this one may stand on, and for what the configuration says */
  | {readonly type: 'find-bases'; readonly session: number}
  /** find out what a form wants to know */
  | {readonly type: 'look'; readonly request: number; readonly question: Question}
  /** ask something of registries; `cancel` stops it */
  | {readonly type: 'ask-registry'; readonly session: number; readonly question: RegistryQuestion}
  /** give the terminal to a container until it ends; the form is what it was asked with */
  | {readonly type: 'run'; readonly form: Form; readonly run: RunRequest}
  /** give the terminal back and stop the process, until it is continued */
  | {readonly type: 'suspend'}
  | {readonly type: 'exit'; readonly code: number}
