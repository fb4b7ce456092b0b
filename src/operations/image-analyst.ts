import type {Analysis} from '../image/analysis/analyse.ts'
import type {BaseImage} from '../image/analysis/base-image.ts'
import type {WasteByPath} from '../image/analysis/waste/waste-by-path.ts'
import type {Context} from '../image/oci/image.ts'
import {findDuplicates, groundOf, readWanted} from './analyse-image.ts'
import type {ImageFiles} from './extract/path-failure.ts'
import {plainRegion} from './plain-region.ts'
import type {WorkerPool} from './worker/pool.ts'

/** What is told of an image, each time with more of it known. */
export interface AnalysisStage {
  readonly analysis: Analysis
  readonly byPath: WasteByPath
  /** all was read that rules ask for, files that may be there twice included */
  readonly complete: boolean
}

/** What was read of an image for an analysis: another base needs none of it again. */
interface Read {
  contents: ReadonlyMap<number, Uint8Array> | null
  duplicates: readonly Int32Array[] | null
}

/**
 * Analyses images for somebody who watches: first what needs no contents where those take long to read, then with them, then
 * with what is there twice. In a thread apart: nobody waits until layers are verified.
 */
export class ImageAnalyst {
  private readonly pool: WorkerPool
  private lane: WorkerPool | null = null
  /** by what numbers a tree's nodes: unions of the same columns are one tree */
  private readonly read = new WeakMap<Int32Array, Read>()

  /** `pool`: whose kind of thread it is, and with which it ends. */
  constructor(pool: WorkerPool) {
    this.pool = pool
  }

  /** Tells what is found, in stages. Rejects with `cancelled`, and with our own faults. */
  async analyse(
    files: ImageFiles,
    base: BaseImage,
    {context, told}: {readonly context: Context; readonly told: (stage: AnalysisStage) => void},
  ): Promise<void> {
    this.lane ??= this.pool.apart()
    const {lane} = this
    const ground = groundOf(files, base)
    const read = this.readOf(files)
    const tell = async (complete: boolean) => {
      const contents = read.contents ?? new Map()
      const task = {type: 'analyse', ...ground, contents, duplicates: read.duplicates, byPath: true} as const
      const {analysis, byPath} = await lane.run(task, quiet(context))
      told({analysis, byPath: byPath!, complete})
    }
    if (read.contents === null) {
      const wanted = await lane.run({type: 'wanted', ...ground}, quiet(context))
      if (wanted.length > 0 && !liesPlain(files)) await tell(false)
      read.contents = await readWanted(files, wanted, quiet(context))
    }
    if (read.duplicates === null) {
      await tell(false)
      read.duplicates = await findDuplicates(files, lane, context)
    }
    await tell(true)
  }

  private readOf({union}: ImageFiles): Read {
    const tree = union.columns.nodeParent
    const read = this.read.get(tree) ?? {contents: null, duplicates: null}
    this.read.set(tree, read)
    return read
  }
}

/** Only looking for what is there twice takes long enough to say how far it is. */
const quiet = ({signal}: Context): Context => ({signal, progress: () => {}})

/** Any file of the image is a few reads away: no layer must be unpacked to its end. */
function liesPlain({image, union}: ImageFiles): boolean {
  return image.layers.every((layer, i) => plainRegion(layer, union.layers[i] ?? null) !== null)
}
