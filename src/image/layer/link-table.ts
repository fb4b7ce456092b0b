import {column, firstOf, grown} from './columns.ts'
import type {LayerColumns} from './layer-index.ts'

/** Where the links of one layer lead, one name after the other. */
export class LinkTable {
  private count = 0
  private length = 0
  private start = column(Uint32Array, 64)
  private names = column(Uint8Array, 1024)

  /** Adds the name in bytes[start, end); gives its number. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const id = this.count++
    if (id + 1 >= this.start.length) this.start = grown(this.start, this.start.length * 2)
    const till = this.length + end - start
    if (till > this.names.length) this.names = grown(this.names, Math.max(this.names.length * 2, till))
    this.start[id] = this.length
    this.names.set(bytes.subarray(start, end), this.length)
    this.length = till
    return id
  }

  columns(): Pick<LayerColumns, 'linkStart' | 'linkNames'> {
    this.start[this.count] = this.length
    return {linkStart: firstOf(this.start, this.count + 1), linkNames: firstOf(this.names, this.length)}
  }
}
