import {shortDigest} from '../../../image/oci/digest.ts'
import {formatPlatform} from '../../../image/oci/platform.ts'
import {age} from '../../../text/age.ts'
import {printable} from '../../../text/printable.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {listTop} from '../layout.ts'
import type {Picker, State} from '../state.ts'

/** A row of the picker. Printable. */
export interface PickerRow {
  readonly cursor: boolean
  readonly name: string
  readonly platform: string
  readonly id: string
  readonly age: string
  readonly layers: string
  readonly size: string
  /** why it can't be opened, '' where nothing speaks against it */
  readonly problem: string
}

/** What is asked: for an image, or for a platform where that is all the choices differ in. Printable. */
export function pickerQuestion({choices}: Picker, {unicode}: State['capabilities']): string {
  const tag = choices[0]?.tags[0]
  const platforms = new Set(choices.map(({platform}) => platform && formatPlatform(platform)))
  if (tag !== undefined && platforms.size === choices.length && choices.every(choice => choice.tags[0] === tag))
    return t`${printable(tag, {ascii: !unicode})} is here for ${choices.length} platforms. Which one?`
  return t`${choices.length} images are here. Which one?`
}

/** The window of `height` rows around the cursor; cells are '' where nothing is known. */
export function pickerRows(picker: Picker, height: number, state: Pick<State, 'capabilities' | 'now'>): PickerRow[] {
  const first = listTop(picker.cursor, picker.choices.length, height)
  const ascii = !state.capabilities.unicode
  return picker.choices.slice(first, first + height).map((choice, i) => ({
    cursor: first + i === picker.cursor,
    name: printable(choice.tags.length > 0 ? choice.tags.join(', ') : choice.reference, {ascii}),
    platform: choice.platform === null ? '' : printable(formatPlatform(choice.platform), {ascii}),
    id: choice.id === null ? '' : shortDigest(choice.id),
    age: age(choice.created, state.now) ?? '',
    layers: choice.layerCount === null ? '' : counted(choice.layerCount, 'layer', 'layers'),
    problem: printable(choice.problem ?? '', {ascii}),
    size: choice.storedSize === null ? '' : size(choice.storedSize),
  }))
}
