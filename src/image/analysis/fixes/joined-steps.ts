import {t} from '../../../text/translate.ts'
import {isolated, isRepeatable, withoutEnd} from '../dockerfile.ts'
import type {Ground} from '../ground.ts'
import {isDroppedFrom} from './dropped.ts'
import {runsBetween} from './steps-between.ts'

/** Up to so many characters they are told by their text. */
const LONGEST = 240

/** Steps as one, ready to stand in a fix. */
export interface Joined {
  readonly lines: readonly string[]
  /** what that does, and where it has to stand */
  readonly note: string
}

/**
 * `RUN a && b && c`: the steps from one layer to another as one, which stores nothing that a later one of them takes away or
 * writes anew. Files that are copied between them have to come before. Null where that would not do the same: something else
 * lies between, or a step is not a RUN of yours; and where another fix drops something from one of them, which would come back.
 */
export function joinedSteps(ground: Ground, from: number, to: number, command: string | null = null): Joined | null {
  const runs = runsBetween(ground, from, to)
  if (runs === null || runs.layers.some(layer => isDroppedFrom(ground, layer))) return null
  const all = allOf(runs.texts)
  if (all === null) return null
  const instead = to === from + 1 ? t`one layer instead of ${from} and ${to}` : t`one layer instead of ${from} to ${to}`
  const note = runs.copied ? t`${instead}, after what is copied between them` : instead
  if (isRepeatable(all, LONGEST)) return {lines: [`RUN ${command === null ? all : `${all} && ${command}`}`], note}
  const joined = t`join the RUNs by &&: ${note}`
  return command === null
    ? {lines: [], note: joined}
    : {lines: [`&& ${command}`], note: t`at the end of the last of these steps; ${joined}`}
}

/** Each only where the one before it did not fail, as steps of their own are; null where no line can say so. */
function allOf(texts: readonly string[]): string | null {
  const parts = texts.map((text, i) => isolated(withoutEnd(text), {first: i === 0, last: i === texts.length - 1}))
  return parts.some(part => part === null) ? null : parts.join(' && ')
}
