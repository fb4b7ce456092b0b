import {statSync} from 'node:fs'
import {isAbsolute, join, normalize} from 'node:path'
import type {Transport} from '../image/oci/image.ts'
import {parseReference} from '../image/oci/reference.ts'
import {looksLikePath} from './bare-place.ts'
import {splitAtExistingPath} from './disk/split-path.ts'
import {afterDash} from './look.ts'
import {recogniseFile} from './recognise.ts'

const ON_DISK: readonly (Transport | null)[] = ['docker-archive', 'oci-archive', 'oci', 'dir']

/**
 * A reference that a file in `folder` holds, as it is read in the working folder: a path in it starts at the file's own folder,
 * as paths in configurations do. A bare one that may be a name is a path where something is there that is no mere folder.
 */
export function referenceFrom(folder: string, text: string): string {
  if (text.trim() === '' || normalize(folder) === '.') return text
  const {transport, rest} = parseReference(text)
  if (isAbsolute(rest) || rest.startsWith('~')) return text
  if (ON_DISK.includes(transport)) return `${transport}:${join(folder, rest)}`
  if (transport !== null || afterDash(text) !== null) return text
  const joined = join(folder, text)
  const path = isAbsolute(joined) || joined.startsWith('../') ? joined : `./${joined}`
  return looksLikePath(text) || isThere(path) ? path : text
}

function isThere(path: string): boolean {
  const placed = splitAtExistingPath(path)
  if (placed === null) return false
  try {
    if (!statSync(placed.path).isDirectory()) return true
    const {kind} = recogniseFile(placed.path)
    return kind !== 'folder' && kind !== 'root-folder'
  } catch {
    // Opening it says why it can't be read.
    return true
  }
}
