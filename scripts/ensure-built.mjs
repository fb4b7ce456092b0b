import {isBuilt} from './checkout.mjs'

/** Builds dist/ if it is older than its sources. Ends the process when the sources do not build. */
export async function ensureBuilt() {
  if (isBuilt()) return
  const {build} = await import('./build.mjs')
  try {
    await build()
  } catch (error) {
    // What does not compile is told with file, line and reason; the bundler's own stack says nothing more.
    console.error(error?.errors ? error.message : error)
    console.error('layerlens: the build failed.')
    process.exit(1)
  }
}
