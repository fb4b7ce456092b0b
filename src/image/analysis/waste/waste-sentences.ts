import {count, counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {BaseImage} from '../base-image.ts'
import type {UnionFigures} from '../figures.ts'
import type {Finding} from '../finding.ts'

/** What screen and command line both say of waste. */

/** `184 MB of 1.21 GB never reaches the user (15 %) · yours 98 MB · base 86 MB`; the split is left out where it is not known. */
export function wasteHeadline(
  {size: whole, wastedSize}: Pick<UnionFigures, 'size' | 'wastedSize'>,
  split: {readonly yours: number; readonly base: number} | null,
  dot = '·',
): string {
  if (whole === 0) return t`Nothing is wasted: no file of the image holds anything.`
  if (wastedSize === 0) return t`Nothing is wasted: all ${size(whole)} reach whoever runs the image.`
  const parts = split === null ? [] : [t`yours ${size(split.yours)}`, t`base ${size(split.base)}`]
  return [
    t`${size(wastedSize)} of ${size(whole)} never reaches the user (${percent(wastedSize, whole)})`,
    ...parts,
  ].join(` ${dot} `)
}

/** The same where there is little room: what is not yours is the base's. */
export function shortWasteHeadline(
  {size: whole, wastedSize}: Pick<UnionFigures, 'size' | 'wastedSize'>,
  split: {readonly yours: number} | null,
): string {
  if (whole === 0 || wastedSize === 0) return t`Nothing is wasted.`
  const parts = split === null ? [] : [t`yours ${size(split.yours)}`]
  return [t`${size(wastedSize)} of ${size(whole)} wasted (${percent(wastedSize, whole)})`, ...parts].join(' · ')
}

/** `15 %`, and one digit more where there is little. */
export function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(part / whole < 0.1 ? 1 : 0)} %`
}

/** Where the base ends, and how that is known. Hostile. */
export function baseSentence({layers, name, reason}: BaseImage, count: number): string {
  const called = name === null ? '' : ` (${name})`
  if (count === 0) return t`There are no layers: nothing is yours, and nothing a base.`
  if (layers === 0)
    return t`${count === 1 ? t`The only layer counts` : t`All ${counted(count, 'layer', 'layers')} count`} as yours${called}: ${reason}.`
  const which = layers === 1 ? t`Layer 0 is` : t`Layers 0 to ${layers - 1} are`
  return t`${which} the base${called}: ${reason}.`
}

/** The same without how it is known, where there is little room. Hostile. */
export function shortBaseSentence({layers, name}: BaseImage, count: number): string {
  const called = name === null ? '' : ` (${name})`
  if (count === 0) return t`There are no layers.`
  if (layers === 0)
    return t`${count === 1 ? t`The only layer counts` : t`All ${counted(count, 'layer', 'layers')} count`} as yours${called}.`
  return t`${layers === 1 ? t`Layer 0 is` : t`Layers 0 to ${layers - 1} are`} the base${called}.`
}

/** `saves 98 MB, exactly 98,000,000 B`, `saves about 12 MB`. */
export function promiseText({bytes, certainty}: Pick<Finding, 'bytes' | 'certainty'>): string {
  return certainty === 'exact' ? `saves ${size(bytes)}, exactly ${count(bytes)} B` : `saves about ${size(bytes)}`
}
