import type {Digest} from '../../image/oci/digest.ts'
import type {Context} from '../../image/oci/image.ts'
import type {BlobClaim} from '../../sources/medium/blob-keeper.ts'
import type {Arrival, Destination} from '../../sources/medium/destination.ts'
import type {PreparedBlob} from './prepared-blob.ts'

/** Layers under way at once; more don't make a network faster. */
export const AT_ONCE = 4

/** What is told while an image is written elsewhere; layers by their place in the image. Bytes. */
export type CopyEvent =
  | {readonly type: 'layer-progress'; readonly layer: number; readonly done: number; readonly total: number}
  /** it failed in a way that may pass; `repetition`: which one comes now, from 1 on, of how many at most */
  | {readonly type: 'layer-again'; readonly layer: number; readonly repetition: number; readonly most: number}
  | {
      readonly type: 'layer-arrived'
      readonly layer: number
      readonly arrival: Arrival
      readonly digest: Digest
      readonly size: number
    }

/** A layer, and how it came to be there. */
export type ArrivedLayer = BlobClaim & {readonly arrival: Arrival}

/** Writes blobs to a destination: the same one may be wanted more than once, it is sent once and is there for the others. */
export class Arrivals {
  private readonly destination: Destination
  private readonly coming = new Map<Digest, Promise<Arrival>>()

  constructor(destination: Destination) {
    this.destination = destination
  }

  /** Writes a blob, once; `progress` is told its bytes, `again` each repetition. Throws what opening and writing throw. */
  async put(
    {digest, size, open}: PreparedBlob,
    context: Context,
    progress: (done: number) => void,
    again: (repetition: number, most: number) => void = () => {},
  ): Promise<Arrival> {
    const first = this.coming.get(digest)
    if (first !== undefined) {
      await first
      progress(size)
      return 'there'
    }
    const {signal} = context
    const arrival = this.destination.putBlob({digest, size, open: () => open(context), signal, progress, again})
    this.coming.set(digest, arrival)
    return arrival
  }

  /** A layer that is prepared when its turn comes, and told of. */
  async putLayer(
    prepare: (context: Context) => Promise<PreparedBlob>,
    layer: number,
    context: Context,
    onEvent: (event: CopyEvent) => void,
  ): Promise<ArrivedLayer> {
    const blob = await prepare(context)
    try {
      const {digest, size} = blob
      const arrival = await this.put(
        blob,
        context,
        done => onEvent({type: 'layer-progress', layer, done, total: size}),
        (repetition, most) => onEvent({type: 'layer-again', layer, repetition, most}),
      )
      onEvent({type: 'layer-arrived', layer, arrival, digest, size})
      return {digest, size, arrival}
    } finally {
      blob.close()
    }
  }
}
