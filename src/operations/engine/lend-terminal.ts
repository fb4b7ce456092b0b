import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Engine} from '../../sources/engine/engine.ts'
import {goesOn} from './goes-on.ts'
import {pullMissing} from './pull-missing.ts'
import {NOT_RUN, type RunOptions, runWithTerminal, runWords} from './run-container.ts'

/** How a client that had the terminal ended. */
export interface Lent {
  /** its exit code */
  readonly code: number
  /** the name of the container where that runs on: the client was left. Hostile; null where it has ended */
  readonly goesOn: string | null
}

/** How Docker and Podman say that they can't write the file that the container's ID is to go into. */
const NO_ID_FILE = /container ID file|cidfile/i

/**
 * Runs a container at the terminal until its client ends, an image that the engine lacks fetched before. `before`: IDs of those
 * that ran already, null where that is not known. Throws `cancelled`, and `not-found` where the client isn't installed.
 */
export async function lendTerminal(
  engine: Engine,
  run: Omit<RunOptions, 'idFile' | 'terminal'>,
  before: ReadonlySet<string> | null,
  signal: AbortSignal,
): Promise<Lent> {
  if ((await pullMissing(engine, run.image, signal)) !== 0) return {code: NOT_RUN, goesOn: null}
  const folder = await mkdtemp(join(tmpdir(), 'layerlens-run-'))
  try {
    const options = {...run, terminal: true}
    const idFile = join(folder, 'id')
    let refused = false
    const retell = (line: string) => {
      refused ||= NO_ID_FILE.test(line)
      return refused ? '' : null
    }
    let code = await runWithTerminal(runWords(engine.info, {...options, idFile}), {retell})
    // A client may have a file system of its own, or be kept from ours.
    if (refused) code = await runWithTerminal(runWords(engine.info, {...options, idFile: null}))
    // Who leaves a container to itself leaves a client that ends well.
    return {code, goesOn: code === 0 ? await goesOn(engine, {...run, id: await idIn(idFile)}, before) : null}
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** The ID that a client wrote; null where it wrote none. */
async function idIn(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^[0-9a-f]{64}$/.test(text.trim()) ? text.trim() : null
}
