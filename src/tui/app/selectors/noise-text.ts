import {NOISE_KINDS, type NoiseSwitches} from '../../../image/analysis/comparison/noise.ts'
import {t} from '../../../text/translate.ts'

const WORDS: Readonly<Record<(typeof NOISE_KINDS)[number], string>> = {
  times: t`times`,
  caches: t`caches`,
  bytecode: t`bytecode`,
}

/** What a difference leaves out: `without times, caches`; null where it tells all. */
export function noiseText(quiet: NoiseSwitches): string | null {
  const left = NOISE_KINDS.filter(kind => quiet[kind]).map(kind => WORDS[kind])
  return left.length === 0 ? null : t`without ${left.join(', ')}`
}
