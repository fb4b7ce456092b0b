import {isBuilt} from './checkout.mjs'

/** Builds dist/ if it is older than its sources. Ends the process when the sources do not build. */
export async function ensureBuilt() {
  if (isBuilt()) return
  const {build} = await import('./build.mjs')
  try {
    await build()
  } catch (error) {
    // esbuild has printed file, line and reason already.
    if (!error?.errors) console.error(error)
    console.error('layerlens: the build failed.')
    process.exit(1)
  }
}
