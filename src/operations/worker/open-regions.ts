import type {Region} from '../../image/oci/image.ts'
import {RegionReader} from './region-reader.ts'

/** Files that are open at once: images may have more layers than a process may have files. */
const MOST = 64

/** The regions of many layers, each opened when it is asked for, and closed when many others were since. Close it after use. */
export class OpenRegions {
  private readonly regions: readonly (Region | null)[]
  /** by layer, the one that was asked for last at the end */
  private readonly open = new Map<number, RegionReader>()

  /** `regions`: by layer; null for one that can't be read */
  constructor(regions: readonly (Region | null)[]) {
    this.regions = regions
  }

  /** Null where the layer has no region. Good until dozens of others were asked for. Throws `io` where it can't be opened. */
  at(layer: number): RegionReader | null {
    const region = this.regions[layer] ?? null
    if (region === null) return null
    const reader = this.open.get(layer) ?? this.opened(region)
    this.open.delete(layer)
    this.open.set(layer, reader)
    return reader
  }

  close(): void {
    for (const reader of this.open.values()) reader.close()
    this.open.clear()
  }

  private opened(region: Region): RegionReader {
    const [longest] = this.open
    if (longest !== undefined && this.open.size >= MOST) {
      longest[1].close()
      this.open.delete(longest[0])
    }
    return new RegionReader(region)
  }
}
