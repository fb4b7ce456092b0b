import {readdirSync} from 'node:fs'
import {splitAtExistingPath} from '../../sources/disk/split-path.ts'
import {counted} from '../../text/size.ts'
import type {World} from '../command.ts'
import type {Candidate} from './candidate.ts'

/** the transports of files and folders, containers-transports(5) */
const OF_FILES = /^(?:docker-archive|oci-archive|oci|dir):/
const OF_FOLDERS = /^(?:oci|dir):/

/**
 * What can follow `FILE:`, with or without a transport: the images that an archive or a layout holds. None where no file is named
 * yet. Throws what opening it throws.
 */
export async function imagesOfFile(typed: string, world: World): Promise<readonly Candidate[]> {
  const transport = OF_FILES.exec(typed)?.[0] ?? ''
  const placed = splitAtExistingPath(typed.slice(transport.length))
  if (placed === null || !placed.selector.startsWith(':')) return []
  const {path} = placed
  const resolved = await world.resolve(transport + path, null)
  if (resolved.kind === 'image') {
    return resolved.image.tags.map(tag => ({word: `${transport}${path}:${tag}`, meaning: ''}))
  }
  return resolved.choices.flatMap(({reference, layerCount}) => {
    const place = reference.slice(reference.indexOf(':') + 1)
    const meaning = layerCount === null ? '' : counted(layerCount, 'layer', 'layers')
    return place.startsWith(`${path}:`) ? [{word: transport + place, meaning}] : []
  })
}

/** What can follow a file's transport: paths of the disk, folders with a slash. None where no such transport is typed. */
export function filesBehind(typed: string): readonly Candidate[] {
  const transport = OF_FILES.exec(typed)?.[0]
  if (transport === undefined) return []
  const path = typed.slice(transport.length)
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const isHidden = path.slice(folder.length).startsWith('.')
  return entriesOf(folder === '' ? '.' : folder).flatMap(entry => {
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && entriesOf(folder + entry.name).length > 0)
    if (entry.name.startsWith('.') !== isHidden || (!isFolder && OF_FOLDERS.test(transport))) return []
    return [{word: `${transport}${folder}${entry.name}${isFolder ? '/' : ''}`, meaning: ''}]
  })
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, {withFileTypes: true})
  } catch {
    return []
  }
}
