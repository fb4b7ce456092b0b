import type {Context, Image, ImageSummary} from '../../image/oci/image.ts'
import {listContainers} from '../engine/container-list.ts'
import type {Engine} from '../engine/engine.ts'
import type {OpenOptions, Selection, Source} from '../medium/source.ts'
import type {Spools} from '../spool/spools.ts'
import {openContainer} from './container-image.ts'

/** The containers of an engine, each on top of its image. */
export class ContainerSource implements Source {
  readonly transport = 'container'
  private readonly engine: Engine
  private readonly spools: Spools

  constructor(engine: Engine, spools: Spools) {
    this.engine = engine
    this.spools = spools
  }

  async *list({signal}: Context): AsyncIterable<ImageSummary> {
    for (const {id, names, imageId, created} of await listContainers(this.engine, signal)) {
      const reference = `container:${names[0] ?? id}`
      yield {reference, tags: [], id: imageId, platform: null, created, layerCount: null, storedSize: null}
    }
  }

  /** `selector`: a name, an ID or a unique prefix of one. */
  async open(selector: string, {context}: OpenOptions): Promise<Image> {
    return openContainer(this.engine, selector, this.spools, context)
  }

  async select(selector: string, options: OpenOptions): Promise<Selection> {
    return {kind: 'image', image: await this.open(selector, options)}
  }

  async close(): Promise<void> {}
}
