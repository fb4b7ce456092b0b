import type {Silence} from '../finding.ts'
import type {Budgets} from './budget.ts'

/** What `.layerlens.yaml` says. */
export interface CheckConfig {
  readonly budgets: Budgets
  /** an image, or how many of the lowest layers; null where it does not say */
  readonly base: string | null
  readonly excludeBase: boolean
  /** the image that growth is measured against */
  readonly against: string | null
  readonly forbidPaths: readonly string[]
  /** rules, kinds of finding, or `*` */
  readonly forbidFindings: readonly string[]
  readonly ignore: readonly Silence[]
}

/** Where no file says anything. */
export const NO_CONFIG: CheckConfig = {
  budgets: {},
  base: null,
  excludeBase: false,
  against: null,
  forbidPaths: [],
  forbidFindings: [],
  ignore: [],
}
