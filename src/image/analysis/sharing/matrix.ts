import type {Sharing} from './sharing.ts'

/** One layer against a few images. */
export interface MatrixRow {
  readonly layer: number
  /** bytes */
  readonly bytes: number
  /** for each of the images whether it holds the layer, in their order */
  readonly held: readonly boolean[]
}

/** `A`, `B` … `Z`, `AA`: what the column of an image is called. */
export function columnName(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : `${columnName(Math.floor(column / 26) - 1)}${columnName(column % 26)}`
}

/** Layers × images for a chosen few: what most of them hold comes first, else in the order of the chains. */
export function sharingMatrix(sharing: Sharing, images: readonly number[]): readonly MatrixRow[] {
  const sets = images.map(image => new Set(sharing.layersOf(image)))
  const layers = new Set(sets.flatMap(set => [...set]))
  const rows = [...layers].map(layer => ({
    layer,
    bytes: sharing.table.bytes[layer]!,
    held: sets.map(set => set.has(layer)),
  }))
  const count = ({held}: MatrixRow) => held.reduce((sum, is) => sum + Number(is), 0)
  // Sorting is stable: among equals the order of the chains stays.
  return rows.sort((a, b) => count(b) - count(a))
}
