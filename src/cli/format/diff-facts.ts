import type {Difference} from '../../image/analysis/comparison/differences.ts'
import type {PackageDifference} from '../../image/analysis/comparison/package-differences.ts'
import type {ComparedImages} from '../../operations/comparison/compare-images.ts'
import {counted, size} from '../../text/size.ts'

/** All that a comparison of two images found. */
export interface DiffFacts {
  readonly compared: ComparedImages
  readonly differences: readonly Difference[]
  readonly packages: readonly PackageDifference[]
}

/** That digests were taken on trust; null where none was, and of two states of one image its layers once. */
export function unverifiedSentence({before, after}: ComparedImages): string | null {
  const [a, b] = [before.unverified ?? [], after.unverified ?? []].map(layers => layers.length) as [number, number]
  const layers = before.image === after.image ? Math.max(a, b) : a + b
  if (layers === 0) return null
  return `Not verified: the bytes of ${counted(layers, 'layer', 'layers')} were not held against the digests, which say what is in common.`
}

/** `+1.2 MB`, `−300 B`, `±0` */
export function signed(bytes: number): string {
  return bytes === 0 ? '±0' : `${bytes > 0 ? '+' : '−'}${size(Math.abs(bytes))}`
}

export const LETTERS = {added: '+', removed: '-', modified: '~', metadata: 'm', moved: '>'} as const
