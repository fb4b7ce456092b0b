import type {FileContent} from '../../../image/content/file-content.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import type {Failure} from '../../../image/oci/error.ts'
import type {TextField} from '../field/text-field.ts'
import type {PreviewSubject} from './subject.ts'

/** A version of a file, looked into. */
export interface Preview {
  readonly kind: 'preview'
  readonly session: number
  /** answers to other questions are dropped */
  readonly request: number
  /** what the subject's version is a number of; the explorer may stand on another one by now */
  readonly union: Union
  readonly subject: PreviewSubject
  readonly reading: PreviewReading
  /** null until something is known */
  readonly content: FileContent | null
  /** bytes are shown although it is text, or an archive */
  readonly hex: boolean
  readonly wrap: boolean
  readonly place: PreviewPlace
  readonly search: PreviewSearch | null
}

export type PreviewReading =
  /** bytes of a compressed layer that are unpacked of those that lie before the file; null where nothing has to be */
  | {readonly kind: 'running'; readonly unpacked: {readonly done: number; readonly total: number} | null}
  | {readonly kind: 'ended'}
  | {readonly kind: 'failed'; readonly failure: Failure}

/** What stands at the top left of the window. */
export interface PreviewPlace {
  /** segment of the text, member of the archive, or byte of the file where bytes are shown */
  readonly top: number
  /** row of a wrapped segment, from 0 */
  readonly row: number
  /** cells left of the window, where lines are not wrapped */
  readonly left: number
}

export const TOP: PreviewPlace = {top: 0, row: 0, left: 0}

export interface PreviewSearch {
  /** what is being typed; null once it was sent */
  readonly field: TextField | null
  readonly query: string
  /** answers to earlier queries are dropped */
  readonly number: number
  /** bytes of what is shown, or members of the archive */
  readonly matches: readonly number[]
  /** all was looked through, or as many were found as are kept */
  readonly done: boolean
  /** the match that the user is at, −1 for none */
  readonly current: number
  /** where the search began: the first match behind it is gone to */
  readonly from: number
  /** matches that the user wants to go on by (back where negative), asked for before any was found */
  readonly steps: number
}

/** More matches than these are not told one by one. */
export const MOST_MATCHES = 100_000

/** How a file's content is drawn. */
export type Look = 'text' | 'archive' | 'bytes'

/** Null where there is nothing to draw. */
export function lookOf({content, hex}: Pick<Preview, 'content' | 'hex'>): Look | null {
  if (content === null || content.bytes.length === 0) return null
  if (hex) return 'bytes'
  return content.archive !== null ? 'archive' : content.text !== null ? 'text' : 'bytes'
}

/** Bytes read at first; what more costs is up to the user. */
export const FIRST_LIMIT = 8 * 1024 * 1024
/** No file is kept beyond this, bytes. */
const LAST_LIMIT = 128 * 1024 * 1024

/** How far to read next; null where all is read that can be. */
export function nextLimit({content, reading}: Pick<Preview, 'content' | 'reading'>): number | null {
  if (content === null || content.whole || content.archive !== null || reading.kind === 'running') return null
  const next = Math.min(LAST_LIMIT, content.bytes.length * 8)
  return next > content.bytes.length ? next : null
}
