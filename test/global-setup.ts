import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const builder = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))

/** Brings dist/ up to date once, before all tests: some run the built program and its worker. */
export function setup(): void {
  const {status} = spawnSync(process.execPath, [builder, '--if-stale'], {stdio: ['ignore', 'inherit', 'inherit']})
  if (status === 0) return
  // `npm test` has built before it came here and stops on errors; a single run of vitest while someone writes goes on.
  console.error('dist/ could not be built: what tests say about the built program holds for an older one, if any.')
}
