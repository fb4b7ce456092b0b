import {statSync} from 'node:fs'
import type {Readable} from 'node:stream'
import {LensError} from '../../image/oci/error.ts'
import type {BundleItem, Context, Image, LayerBundle, LayerContent, Region} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {listMembers} from '../archive/archive-members.ts'
import {openArchive} from '../archive/archive-source.ts'
import {containerArchive, withTemporaryContainer} from '../engine/archive-api.ts'
import type {Engine} from '../engine/engine.ts'
import {exportInto} from '../engine/export-thread.ts'
import {exportImage, type InspectedImage} from '../engine/images-api.ts'
import {type Fill, type GrowingSpool, NoRoom} from '../spool/growing-spool.ts'
import type {Spools} from '../spool/spools.ts'
import {exportedLayers, layersAmong} from './exported-layers.ts'
import {isShadowed, onlyFile} from './final-tree.ts'
import {keptMembers} from './kept-members.ts'

/** An engine gives the layers of an image only all together. */
export class EngineExport implements LayerBundle {
  readonly size: number
  private readonly engine: Engine
  private readonly inspected: InspectedImage
  private readonly spools: Spools
  /** by layer, once the export is kept */
  private regions: readonly (Region | undefined)[] = []

  constructor(engine: Engine, inspected: InspectedImage, spools: Spools) {
    this.engine = engine
    this.inspected = inspected
    this.spools = spools
    this.size = inspected.engineSize
  }

  /** Where its layers lie is known at once where it was kept before. */
  async recall(context: Context): Promise<void> {
    if ((await this.spools.exportOf(this.key)) === null) return
    await this.exported(context).catch(thrown => {
      // Whoever needs it is told; the image itself needs nothing of it.
      if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
    })
  }

  contentOf(index: number): LayerContent {
    const regionOf = () => this.regions[index]
    return {
      bundle: this,
      open: context => this.open(index, context),
      get region() {
        return regionOf()
      },
    }
  }

  async *read(context: Context, keeps = false): ReturnType<LayerBundle['read']> {
    const {id} = this.inspected
    const kept = keeps ? await this.spools.exportOf(this.key) : null
    if (kept !== null) {
      await this.exported(context)
      yield* layersAmong(keptMembers({path: kept.path, reached: async () => statSync(kept.path).size}))
      return
    }
    const fill: Fill = (fd, how) => exportInto(this.engine, id, fd, how)
    const file = keeps ? this.spools.growing(this.key, fill, {...this.told, context}) : null
    if (file !== null) {
      try {
        yield* this.keeping(file, context)
        return
      } catch (thrown) {
        if (!(thrown instanceof NoRoom)) throw thrown
        yield {kind: 'anew'}
      }
    }
    yield* exportedLayers(exportImage(this.engine, id, context.signal))
  }

  /** The layers where they lie, while the export comes. Throws `NoRoom`, `cancelled`. */
  private async *keeping(file: GrowingSpool, context: Context): AsyncIterable<BundleItem> {
    let isSound = true
    try {
      for await (const item of layersAmong(keptMembers(file))) {
        if (item.kind === 'order') {
          await file.whole
          await this.exported(context)
        }
        yield item
      }
    } catch (thrown) {
      if (thrown instanceof LensError && thrown.kind === 'cancelled') throw thrown
      isSound = false
      if (!(thrown instanceof LensError)) throw thrown
      yield {kind: 'broken', failure: thrown}
    } finally {
      // Once it is whole others may read it.
      if (!isSound || !file.isWhole) await this.spools.drop(file)
    }
  }

  async file(path: string, size: number, {signal}: Context): Promise<Readable | null> {
    if (isShadowed(path)) return null
    const archive = withTemporaryContainer(this.engine, this.inspected.id, container =>
      containerArchive(this.engine, container, path, signal),
    )
    return onlyFile(archive, size).catch(thrown => {
      if (thrown instanceof LensError && thrown.kind === 'not-found') return null
      throw thrown
    })
  }

  /** One layer's bytes. */
  private async open(index: number, context: Context): Promise<Readable> {
    const {diffIds} = this.inspected
    const {layers} = await this.exported(context)
    const layer = layers.find(({diffId}) => diffId === diffIds[index])
    if (!layer?.content) {
      throw new LensError('blob-missing', layer?.missing ?? t`The export of the engine lacks this layer.`)
    }
    return layer.content.open(context)
  }

  /** The image as the archive of an export, which is kept on disk as long as the program runs. */
  async exported(context: Context): Promise<Image> {
    const {path} = await this.spools.ofExport(
      this.key,
      () => exportImage(this.engine, this.inspected.id, context.signal),
      {...this.told, context},
    )
    const source = openArchive('docker-archive', listMembers(path), {
      reference: path,
      shown: this.told.shown,
      word: 'FILE',
    })
    const image = await source.open('', {context, hostArchitecture: this.inspected.architecture})
    this.regions = this.inspected.diffIds.map(
      diffId => image.layers.find(layer => layer.diffId === diffId)?.content?.region,
    )
    return image
  }

  /** names it among what is kept */
  private get key(): string {
    return `${this.engine.info.host} ${this.inspected.id}`
  }

  /** what is told while it comes */
  private get told(): {readonly shown: string; readonly total: number} {
    const {id, engineSize, tags} = this.inspected
    return {shown: t`the export of ${tags[0] ?? id.slice(0, 19)}`, total: engineSize}
  }
}
