import {createHash} from 'node:crypto'
import {join} from 'node:path'
import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {UnionColumns} from '../../image/filesystem/union.ts'
import type {Digest} from '../../image/oci/digest.ts'
import {readColumnFile, writeColumnFile} from './cache-file.ts'

/**
 * Unions on disk, contents compared, under the diffIDs of their layers: `union-HEX.idx` beside the layers' indexes, which trim
 * it away like one of them. Only a stack whose every layer was hashed has a key; what it unites to then never changes.
 */
export class UnionCache {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** The union of layers with these diffIDs, base first; null where it is not kept, or damaged. */
  read(diffIds: readonly Digest[]): {columns: UnionColumns; figures: UnionFigures} | null {
    const found = readColumnFile(this.pathOf(diffIds))
    return found && {columns: found.columns as unknown as UnionColumns, figures: found.facts as UnionFigures}
  }

  /** A cache is a comfort: where it can't be written, the next start takes longer. */
  write(diffIds: readonly Digest[], columns: UnionColumns, figures: UnionFigures): void {
    try {
      writeColumnFile(this.pathOf(diffIds), columns as unknown as Parameters<typeof writeColumnFile>[1], figures)
    } catch {
      // see above
    }
  }

  private pathOf(diffIds: readonly Digest[]): string {
    return join(this.folder, `union-${createHash('sha256').update(diffIds.join('\n')).digest('hex')}.idx`)
  }
}
