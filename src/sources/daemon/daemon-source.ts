import {LensError} from '../../image/oci/error.ts'
import type {Context, Image, ImageSummary} from '../../image/oci/image.ts'
import {formatPlatform, platformMatches} from '../../image/oci/platform.ts'
import {t} from '../../text/translate.ts'
import type {DaemonTransport} from '../engine/daemon-transport.ts'
import type {Engine} from '../engine/engine.ts'
import {listImages} from '../engine/image-list.ts'
import type {OpenOptions, Selection, Source} from '../medium/source.ts'
import type {Spools} from '../spool/spools.ts'
import {openDaemonImage} from './daemon-image.ts'

/** The images of an engine. */
export class DaemonSource implements Source {
  readonly transport: DaemonTransport
  private readonly engine: Engine
  private readonly spools: Spools

  constructor(engine: Engine, transport: DaemonTransport, spools: Spools) {
    this.engine = engine
    this.transport = transport
    this.spools = spools
  }

  async *list({signal}: Context): AsyncIterable<ImageSummary> {
    for (const {id, tags, created} of await listImages(this.engine, signal)) {
      yield {
        reference: `${this.transport}:${tags[0] ?? id}`,
        tags,
        id,
        platform: null,
        created,
        layerCount: null,
        storedSize: null,
      }
    }
  }

  /** `selector`: a tag, an ID or a unique prefix of one. */
  async open(selector: string, {context, platform = null}: OpenOptions): Promise<Image> {
    const {image} = await openDaemonImage(
      this.engine,
      {transport: this.transport, name: selector},
      this.spools,
      context,
    )
    if (platform === null || platformMatches(image.platform, platform)) return image
    throw new LensError('platform-not-found', t`${selector} is here for ${formatPlatform(image.platform)} only.`, {
      advice: t`Leave --platform out, or fetch the other one: docker pull --platform ${formatPlatform(platform)} ${selector}`,
    })
  }

  async select(selector: string, options: OpenOptions): Promise<Selection> {
    return {kind: 'image', image: await this.open(selector, options)}
  }

  async close(): Promise<void> {}
}
