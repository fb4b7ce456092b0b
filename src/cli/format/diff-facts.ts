import type {Difference} from '../../image/analysis/comparison/differences.ts'
import type {PackageDifference} from '../../image/analysis/comparison/package-differences.ts'
import type {ComparedImages} from '../../operations/comparison/compare-images.ts'
import {size} from '../../text/size.ts'

/** All that a comparison of two images found. */
export interface DiffFacts {
  readonly compared: ComparedImages
  readonly differences: readonly Difference[]
  readonly packages: readonly PackageDifference[]
}

/** `+1.2 MB`, `−300 B`, `±0` */
export function signed(bytes: number): string {
  return bytes === 0 ? '±0' : `${bytes > 0 ? '+' : '−'}${size(Math.abs(bytes))}`
}

export const LETTERS = {added: '+', removed: '-', modified: '~', metadata: 'm', moved: '>'} as const
