import type {LayerIndex} from '../../image/layer/layer-index.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Region} from '../../image/oci/image.ts'
import {digestOfData} from '../extract/data-digest.ts'
import {LayerContents} from '../extract/layer-contents.ts'
import type {Content, ContentPair} from './content-pair.ts'

const NEVER_STOPPED = new AbortController().signal

/** What sparse files, and the files they are compared with, hold: data and where it stands, however the zeros are stored. */
export class SparseContents {
  private readonly regions: readonly (Region | null)[]
  /** layer → entries that are asked for, and what they hold; null where that can't be read */
  private readonly wanted = new Map<number, Map<number, Buffer | null>>()
  private readonly indexes = new Map<number, LayerIndex>()

  constructor(regions: readonly (Region | null)[], pairs: readonly ContentPair[]) {
    this.regions = regions
    for (const {before, after} of pairs) {
      for (const {layer, entry, index} of [before, after]) {
        this.indexes.set(layer, index)
        const entries = this.wanted.get(layer)
        if (entries === undefined) this.wanted.set(layer, new Map([[entry, null]]))
        else entries.set(entry, null)
      }
    }
  }

  /** Reads each layer once, from front to back. `pulse` is called now and then; it may throw to stop. */
  async read(pulse: () => void): Promise<void> {
    for (const [layer, entries] of this.wanted) {
      try {
        await this.readLayer(layer, entries, pulse)
      } catch (error) {
        // What a layer that is damaged or gone holds stays unknown.
        if (!(error instanceof LensError) || error.kind === 'cancelled') throw error
      }
    }
  }

  /** Null where one of the two could not be read. */
  same({before, after}: ContentPair): boolean | null {
    const [a, b] = [this.dataOf(before), this.dataOf(after)]
    return a === null || b === null ? null : a.equals(b)
  }

  private dataOf({layer, entry}: Content): Buffer | null {
    return this.wanted.get(layer)?.get(entry) ?? null
  }

  private async readLayer(layer: number, entries: Map<number, Buffer | null>, pulse: () => void): Promise<void> {
    const region = this.regions[layer]
    if (!region) return
    const contents = LayerContents.ofRegion(region, this.indexes.get(layer)!, NEVER_STOPPED)
    try {
      for (const entry of [...entries.keys()].sort((a, b) => a - b)) {
        pulse()
        try {
          entries.set(entry, await digestOfData(await contents.open(entry), pulse))
        } catch (error) {
          // A damaged map costs its own file; a stream that ended, all behind it too.
          if (!(error instanceof LensError) || error.kind === 'cancelled') throw error
          if (!contents.isSeekable) throw error
        }
      }
    } finally {
      await contents.close()
    }
  }
}
