import type {Union} from '../../../image/filesystem/union.ts'
import {remembered} from '../remembered.ts'

/** What a difference adds up to, in bytes of paths: by how much some grew or came, and by how much others shrank or went. */
export interface DifferenceSums {
  readonly grew: number
  readonly shrank: number
}

/** The sums of the two layers of a difference. Looks only where something changed. */
export const differenceSums = remembered((union: Union): DifferenceSums => {
  const {nodeFirst, nodeNext} = union.columns
  const at = (node: number, layer: number) => {
    const version = union.versionAt(node, layer)
    return version < 0 || union.isDirectory(version) ? 0 : union.sizeOf(version)
  }
  let grew = 0
  let shrank = 0
  const folders = [0]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (let node = nodeFirst[folder]!; node >= 0; node = nodeNext[node]!) {
      const bytes = at(node, 1) - at(node, 0)
      if (bytes > 0) grew += bytes
      else shrank -= bytes
      if (union.changesBelow(node, 1) > 0) folders.push(node)
    }
  }
  return {grew, shrank}
})
