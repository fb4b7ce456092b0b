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

/** How a client that had the terminal ended. */
export interface RunEnd {
  /** its exit code */
  readonly code: number
  /** the name of the container where that runs on: the client was left. Hostile; null where it has ended */
  readonly goesOn: string | null
}
