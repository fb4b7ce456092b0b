import {t} from '../../../text/translate.ts'
import {isRepeatable, isScript, lineOf} from '../dockerfile.ts'
import type {Ground} from '../ground.ts'

/** What must not lie between steps that become one: it would act on more or less than it did. */
const DIVIDES = new Set(['WORKDIR', 'USER', 'SHELL', 'FROM', 'ONBUILD'])
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
 * lies between, or a step is not a RUN of yours.
 */
export function joinedSteps(ground: Ground, from: number, to: number, command: string | null = null): Joined | null {
  const texts: string[] = []
  let copied = false
  for (let layer = from; layer <= to; layer++) {
    const instruction = ground.isBase(layer) ? null : ground.instruction(layer)
    if (layer > from && layer < to && (instruction?.verb === 'COPY' || instruction?.verb === 'ADD')) copied = true
    else if (instruction?.verb !== 'RUN' || isScript(instruction.text)) return null
    else texts.push(lineOf({verb: null, text: instruction.text}))
  }
  if (ground.verbsBetween(from, to).some(verb => DIVIDES.has(verb))) return null
  const all = texts.join(' && ')
  const instead = to === from + 1 ? t`one layer instead of ${from} and ${to}` : t`one layer instead of ${from} to ${to}`
  const note = copied ? t`${instead}, after what is copied between them` : instead
  if (isRepeatable(all, LONGEST)) return {lines: [`RUN ${command === null ? all : `${all} && ${command}`}`], note}
  const joined = t`join the RUNs by &&: ${note}`
  return command === null
    ? {lines: [], note: joined}
    : {lines: [`&& ${command}`], note: t`at the end of the last of these steps; ${joined}`}
}
