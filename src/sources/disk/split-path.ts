import {statSync} from 'node:fs'
import {errorCode} from '../../image/oci/error.ts'

/** A reference to a place on disk, split. */
export interface PlacedSelector {
  readonly path: string
  /** '' or as `parseSelector` takes it */
  readonly selector: string
}

/**
 * Splits `PATH[:NAME|:@N|@DIGEST]` where a path that exists ends; the longest one wins, so that a path with a colon in it
 * works. Null where no beginning of the text exists on disk.
 */
export function splitAtExistingPath(text: string): PlacedSelector | null {
  if (exists(text)) return {path: text, selector: ''}
  for (let i = text.length - 1; i > 0; i--) {
    const isMark = text[i] === ':' || (text[i] === '@' && /^@sha(256|512):/.test(text.slice(i, i + 8)))
    if (isMark && exists(text.slice(0, i))) return {path: text.slice(0, i), selector: text.slice(i)}
  }
  return null
}

/** The path that was probably meant, where none exists. */
export function probablePath(text: string): string {
  const end = text.search(/:|@sha(256|512):/)
  return end > 0 ? text.slice(0, end) : text
}

function exists(path: string): boolean {
  try {
    return statSync(path, {throwIfNoEntry: false}) !== undefined
  } catch (cause) {
    // What may not be looked at is there all the same; opening it says why it can't be read.
    const code = errorCode(cause)
    return code !== 'ENOTDIR' && code !== 'ENAMETOOLONG' && code !== 'ERR_INVALID_ARG_VALUE'
  }
}
