import type {Readable} from 'node:stream'
import {LensError} from '../image/oci/error.ts'
import type {Context} from '../image/oci/image.ts'
import {t} from '../text/translate.ts'
import {NAME_OF_STANDARD_INPUT, nameOfPath, type PlaceName} from './disk/place-name.ts'
import {notAnImageFailure} from './not-an-image.ts'
import {type HoldsImage, holdsImage, type NotAnImage, type Recognised, recogniseFile} from './recognise.ts'
import type {Spooled} from './spool/spool.ts'
import type {Spools} from './spool/spools.ts'

/** What was found at a place; an archive that is compressed as a whole was unpacked. */
export type Looked = FoundImage | FoundNone

export interface FoundImage {
  readonly name: PlaceName
  readonly path: string
  readonly found: HoldsImage
  /** how it is compressed as a whole */
  readonly compression: Spooled['compression']
}

export interface FoundNone {
  readonly found: null
  readonly kind: NotAnImage['kind']
  /** why it is no image */
  readonly failure: LensError
}

export interface LookOptions {
  readonly spools: Spools
  readonly context: Context
  /** what '-' means; absent where there is none */
  readonly stdin?: Readable
}

/** Looks at a path. Throws `not-found`, `io`, and what unpacking throws. */
export async function lookAtPath(path: string, options: LookOptions): Promise<Looked> {
  return look(path, nameOfPath(path), options)
}

/** What follows the `-` that stands for standard input; null for every other place. A file of that name is `./-`. */
export function afterDash(text: string): string | null {
  return /^-(?:$|:|@sha(?:256|512):)/.test(text) ? text.slice(1) : null
}

/** Reads standard input to its end and looks at what came. Throws what reading and unpacking throw. */
export async function lookAtStandardInput({stdin, spools, context}: LookOptions): Promise<Looked> {
  if (stdin === undefined) {
    throw new LensError('reference-unsupported', t`There is no standard input that could be read here.`, {
      advice: t`Write the archive to a file and open that: … > image.tar`,
    })
  }
  const {path, compression} = await spools.ofStream(stdin, context)
  if (compression !== 'none') return judged(recogniseFile(path), path, NAME_OF_STANDARD_INPUT, compression)
  // A plain file that stands for standard input was not unpacked on its way.
  return look(path, NAME_OF_STANDARD_INPUT, {spools, context})
}

async function look(path: string, name: PlaceName, {spools, context}: LookOptions): Promise<Looked> {
  const found = recogniseFile(path)
  if (found.kind !== 'gzip' && found.kind !== 'zstd') return judged(found, path, name, 'none')
  const {path: unpacked, compression} = await spools.ofFile(path, name.shown, context)
  return judged(recogniseFile(unpacked), unpacked, name, compression)
}

function judged(found: Recognised, path: string, name: PlaceName, compression: Spooled['compression']): Looked {
  if (holdsImage(found)) return {name, path, found, compression}
  const inside = {...name, shown: t`${name.shown}, unpacked,`, word: 'FILE'}
  return {found: null, kind: found.kind, failure: notAnImageFailure(compression === 'none' ? name : inside, found)}
}
