import {isScript, lineOf} from '../dockerfile.ts'
import type {Ground} from '../ground.ts'

/** What must not lie between steps that become one: it would act on more or less than it did. */
const DIVIDES = new Set(['WORKDIR', 'USER', 'SHELL', 'FROM', 'ONBUILD'])

/** The RUNs of some layers, which could be one. */
export interface Runs {
  readonly layers: readonly number[]
  /** each in one line; hostile */
  readonly texts: readonly string[]
  /** whether files are copied between them */
  readonly copied: boolean
}

/** The RUNs from one layer to another; null where something else lies between, or a step is not a RUN of yours. */
export function runsBetween(ground: Ground, from: number, to: number): Runs | null {
  const [layers, texts]: [number[], string[]] = [[], []]
  let copied = false
  for (let layer = from; layer <= to; layer++) {
    const instruction = ground.isBase(layer) ? null : ground.instruction(layer)
    if (layer > from && layer < to && (instruction?.verb === 'COPY' || instruction?.verb === 'ADD')) copied = true
    else if (instruction?.verb !== 'RUN' || isScript(instruction.text)) return null
    else {
      layers.push(layer)
      texts.push(lineOf({verb: null, text: instruction.text}))
    }
  }
  if (ground.verbsBetween(from, to).some(verb => DIVIDES.has(verb))) return null
  return {layers, texts, copied}
}
