import {resolvePath} from '../../image/filesystem/resolve-path.ts'
import {sortedChildren} from '../../image/filesystem/walk.ts'
import type {World} from '../command.ts'
import type {Candidate} from './candidate.ts'

/**
 * The names in the folder that is typed so far, in the image's final tree; folders with a slash. Throws what opening and reading
 * the image throw.
 */
export async function pathsBelow(reference: string, typed: string, world: World): Promise<readonly Candidate[]> {
  const resolved = await world.resolve(reference, null)
  if (resolved.kind !== 'image') return []
  const {union} = await world.load(resolved.image, {verify: false, compare: false})
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1)
  const layer = union.layerCount - 1
  const found = resolvePath(union, folder, layer)
  if (found.kind !== 'found') return []
  const {node} = found
  return sortedChildren(union, node).flatMap(child => {
    const version = union.versionAt(child, layer)
    const below = union.pathsBelow(child, layer) > 0
    if (version < 0 && !below) return []
    const isFolder = version < 0 || union.isDirectory(version)
    return [{word: `${folder}${union.name(child)}${isFolder ? '/' : ''}`, meaning: ''}]
  })
}
