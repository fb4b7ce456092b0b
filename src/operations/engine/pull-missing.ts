import {LensError} from '../../image/oci/error.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import {inspectImage} from '../../sources/engine/images-api.ts'
import {clientOf, runWithTerminal} from './run-container.ts'

/**
 * Lets the engine's own client fetch an image that the engine lacks, with our terminal for its progress, all of which goes to
 * standard error; gives its exit code, 0 also where there is nothing to fetch. Where the engine would not say, or takes the name
 * for none, nothing is fetched: who runs the image is told. Throws `cancelled`, and `not-found` where the client isn't installed.
 */
export async function pullMissing(engine: Engine, image: string, signal: AbortSignal): Promise<number> {
  if (!(await lacks(engine, image, signal))) return 0
  return runWithTerminal([...clientOf(engine.info), 'pull', '--', image], {out: 'stderr'})
}

async function lacks(engine: Engine, image: string, signal: AbortSignal): Promise<boolean> {
  try {
    await inspectImage(engine, image, signal)
    return false
  } catch (thrown) {
    if (thrown instanceof LensError && thrown.kind !== 'cancelled') return thrown.kind === 'not-found'
    throw thrown
  }
}
