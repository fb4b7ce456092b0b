import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'

/** A content that several layers store. */
export interface TwinFile {
  /** bytes, once */
  readonly size: number
  /** the layers, by their numbers, that store it */
  readonly layers: readonly number[]
  /** where it is in each of them; hostile */
  readonly paths: readonly string[]
}

/** Contents that the same layers store: what one common layer would hold once. */
export interface Opportunity {
  readonly layers: readonly number[]
  readonly files: number
  /** bytes on one common layer */
  readonly bytes: number
  /** bytes that they take now */
  readonly now: number
  /** the folder in the first of the layers that holds all of it, or most of what is told; hostile */
  readonly folder: string
}

/** Smaller ones are not worth a layer of their own, bytes. */
const LEAST = 100_000

/**
 * Contents that layers store more than once, told as what a common layer would save: those with the same holders together, the
 * largest saving first.
 */
export function opportunities(twins: readonly TwinFile[]): readonly Opportunity[] {
  const groups = new Map<string, TwinFile[]>()
  for (const twin of twins) {
    const key = twin.layers.join(' ')
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [twin])
    else known.push(twin)
  }
  return [...groups.values()]
    .map(files => {
      const {layers} = files[0]!
      const bytes = files.reduce((sum, {size}) => sum + size, 0)
      const folder = commonFolder(files.map(({paths}) => paths[0]!))
      return {layers, files: files.length, bytes, now: bytes * layers.length, folder}
    })
    .filter(({bytes, now}) => now - bytes >= LEAST)
    .sort((a, b) => b.now - b.bytes - (a.now - a.bytes))
}

/** An opportunity, and the images whose layers store it: references, each once; hostile. */
export interface NamedOpportunity extends Opportunity {
  readonly images: readonly string[]
}

/** `3 images carry the same 82 MB of /app/node_modules in 3 layers (2 files); on one common layer they would take …` Hostile. */
export function opportunitySentence({images, layers, files, bytes, now, folder}: NamedOpportunity): string {
  const who = images.length === 1 ? t`${images[0]} carries` : t`${counted(images.length, 'image', 'images')} carry`
  return (
    t`${who} the same ${size(bytes)} of /${folder} in ${counted(layers.length, 'layer', 'layers')} ` +
    t`(${counted(files, 'file', 'files')}); on one common layer they would take ${size(bytes)} instead of ${size(now)}`
  )
}

function commonFolder(paths: readonly string[]): string {
  let common = paths[0]!.split('/').slice(0, -1)
  for (const path of paths) {
    const parts = path.split('/')
    let length = 0
    while (length < common.length && parts[length] === common[length]) length++
    common = common.slice(0, length)
  }
  return common.join('/')
}
