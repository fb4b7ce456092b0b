import {size as sizeText} from '../../text/size.ts'
import {t} from '../../text/translate.ts'
import {keptFileAt} from '../filesystem/kept-file.ts'
import type {Union} from '../filesystem/union.ts'
import {type OsRelease, parseOsRelease} from './os-release.ts'

/** The distribution that the final image says it is, and how much of the image that is. Texts are hostile. */
export interface Distribution extends OsRelease {
  /**
   * The last layer of its base: the layer that first brought an os-release of this distribution (by ID). What layers above it
   * put in may be the distribution's packages too, but somebody chose to add them. Null where a layer below it was not read,
   * and may have been the first.
   */
  readonly layer: number | null
  /** Σ sizes of the layers of the base, bytes; null with `layer` */
  readonly size: number | null
  /** that of the sizes of all layers, 0 to 1; null where one of them was not read */
  readonly share: number | null
}

/** os-release(5): the first of these that is there counts. */
const PATHS = ['etc/os-release', 'usr/lib/os-release']

const known = new WeakMap<Union, {readonly distribution: Distribution | null}>()

/** Null for an image that names none: from scratch, distroless tools, Windows. Found once for a union. */
export function distributionOf(union: Union): Distribution | null {
  let found = known.get(union)
  if (found === undefined) {
    found = {distribution: find(union)}
    known.set(union, found)
  }
  return found.distribution
}

function find(union: Union): Distribution | null {
  const release = releaseAt(union, union.layerCount - 1)
  if (release === null) return null
  let layer: number | null = 0
  while (releaseAt(union, layer)?.id !== release.id) layer++
  if (union.layers.slice(0, layer + 1).includes(null)) layer = null
  const size = layer === null ? null : sizeOf(union, layer + 1)
  const whole = union.layers.includes(null) ? null : sizeOf(union, union.layerCount)
  return {...release, layer, size, share: size === null || !whole ? null : size / whole}
}

function releaseAt(union: Union, layer: number): OsRelease | null {
  for (const path of PATHS) {
    const file = layer < 0 ? null : keptFileAt(union, path, layer)
    if (file !== null) return parseOsRelease(file.bytes())
  }
  return null
}

/** Σ sizes of the first `count` layers, bytes. */
function sizeOf(union: Union, count: number): number {
  return union.layers.slice(0, count).reduce((sum, layer) => sum + (layer?.facts.size ?? 0), 0)
}

/** `Debian GNU/Linux 12 (bookworm) · base 74.8 MB, 62 % of the image`: what a person wants to know of it. Hostile. */
export function distributionText({prettyName, size, share}: Distribution, dot = '·'): string {
  if (size === null) return prettyName
  const percent = share === null ? '' : t`, ${Math.round(share * 100)} % of the image`
  return t`${prettyName} ${dot} base ${sizeText(size)}${percent}`
}
