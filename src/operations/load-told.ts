import type {Context, Image} from '../image/oci/image.ts'
import {t} from '../text/translate.ts'
import {type LoadedImage, loadImage} from './load-image.ts'
import type {WorkerPool} from './worker/pool.ts'

/** What loading an image takes. */
export interface LoadTold {
  readonly pool: WorkerPool
  /** null: nothing is kept on disk */
  readonly cacheFolder: string | null
  readonly context: Context
}

/** Reads an image to its end, as `loadImage`, for its tree alone; how many bytes of its layers were read is told as one progress. */
export function loadTold(image: Image, {pool, cacheFolder, context}: LoadTold): Promise<LoadedImage> {
  const read = new Map<number, {readonly done: number; readonly total: number}>()
  return loadImage(image, {
    pool,
    cacheFolder,
    context: {signal: context.signal, progress: () => {}},
    partial: false,
    compare: false,
    verify: false,
    onEvent: event => {
      if (event.type !== 'layer-progress') return
      read.set(event.layer, event)
      const layers = [...read.values()]
      context.progress({
        label: t`Reading ${image.reference}`,
        done: layers.reduce((sum, {done}) => sum + done, 0),
        total: layers.reduce((sum, {total}) => sum + total, 0),
      })
    },
  })
}
