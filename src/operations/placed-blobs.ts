import {LayerIndex} from '../image/layer/layer-index.ts'
import {LensError} from '../image/oci/error.ts'
import type {Region} from '../image/oci/image.ts'
import type {WorkerPool} from './worker/pool.ts'

interface Unknown {
  readonly name: string
  readonly region: Region
  readonly index: LayerIndex
}

/** With fewer threads than that the engine that still sends needs what hashing would take. */
const THREADS_TO_SPARE = 3

/**
 * Blobs of a stream that is kept on disk, looked at in their place. Hopping through one is quick, and does not tell which layer
 * it is; hashing it does, and waits until there is time for it: while others still come only where threads are idle.
 */
export class PlacedBlobs {
  private readonly pool: WorkerPool
  private readonly signal: AbortSignal
  private readonly tell: (name: string, index: LayerIndex) => void
  private readonly stopping = new AbortController()
  private readonly unknown: Unknown[] = []
  private hashing: Promise<void> | null = null

  /** `tell` hears of each blob that was hashed. */
  constructor(pool: WorkerPool, signal: AbortSignal, tell: (name: string, index: LayerIndex) => void) {
    this.pool = pool
    this.signal = AbortSignal.any([signal, this.stopping.signal])
    this.tell = tell
  }

  /** Indexes a blob: by hopping where it is a plain tar, else by reading and hashing all of it. Throws what scanning throws. */
  async hop(region: Region): Promise<LayerIndex> {
    const task = {type: 'scan', region, diffId: null, digest: null, cacheFolder: null} as const
    const {layer} = await this.pool.run(task, this.context)
    return new LayerIndex(layer.columns, layer.facts)
  }

  /** Has a blob hashed that was hopped through, once there is time for it. */
  identify(name: string, region: Region, index: LayerIndex): void {
    this.unknown.push({name, region, index})
    if (this.pool.size >= THREADS_TO_SPARE) void this.identified().catch(() => {})
  }

  /** Has all of them hashed now. */
  async identified(): Promise<void> {
    this.hashing ??= this.hashAll().finally(() => {
      this.hashing = null
    })
    await this.hashing
  }

  /** Hashes no more. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.hashing
  }

  private async hashAll(): Promise<void> {
    for (let next = this.unknown.shift(); next !== undefined; next = this.unknown.shift()) {
      const {name, region, index} = next
      const claimed = {contents: true, diffId: null, digest: null, cacheFolder: null}
      try {
        const layer = {columns: index.columns, facts: index.facts}
        const known = await this.pool.run({type: 'verify', region, layer, ...claimed}, this.context)
        this.tell(name, new LayerIndex(known.layer.columns, known.layer.facts))
      } catch (thrown) {
        // What could not be hashed stays unknown; so does all the rest once that is stopped.
        if (!(thrown instanceof LensError)) throw thrown
      }
    }
  }

  private get context() {
    return {signal: this.signal, progress: () => {}}
  }
}
