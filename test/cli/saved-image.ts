import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {dockerSave, packTar} from '../corpus/archives.ts'
import {layerOf, type Put} from '../image/filesystem/stack.ts'

/** A step of a build; without `puts` it leaves no layer. */
export interface SavedStep {
  readonly by: string
  readonly puts?: readonly (Put | string)[]
}

/** Writes an image of these steps as `docker save` does; gives the path. `more`: what its config has beside the history. */
export async function savedImage(
  steps: readonly SavedStep[],
  name = 'image.tar',
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const tars = steps.flatMap(({puts}) => (puts === undefined ? [] : [layerOf(puts)]))
  const history = steps.map(({by, puts}) => ({created_by: by, ...(puts === undefined ? {empty_layer: true} : {})}))
  const path = join(mkdtempSync(join(tmpdir(), 'layerlens-saved-')), name)
  writeFileSync(path, await packTar(dockerSave([{tags: ['test/image:1'], tars, config: {history, more}}])))
  return path
}
