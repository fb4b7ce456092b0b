import type {EngineChoice} from './jobs/task.ts'

/** A container that is to have the terminal: what `docker run -it` is given. All texts as they were typed. */
export interface RunRequest {
  readonly engine: EngineChoice
  /** name or ID */
  readonly image: string
  /** empty: the image's own */
  readonly command: readonly string[]
  /** null: the engine makes one up */
  readonly name: string | null
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly env: readonly string[]
  /** the container stays when what runs in it has ended */
  readonly keep: boolean
}
