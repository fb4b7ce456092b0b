import type {Union} from '../../filesystem/union.ts'

/** Sums over a tree as of a layer, as PRODUCT's numbers define them. Bytes. */
export interface TreeFigures {
  readonly layers: number
  /** Σ layer sizes up to here */
  readonly size: number
  readonly visibleSize: number
  readonly wastedSize: number
  /** regular files and hard links */
  readonly files: number
  readonly paths: number
}

/** What an image is as of layer N. Linear in the paths. */
export function treeFigures(union: Union, layer: number): TreeFigures {
  const size = union.layers.slice(0, layer + 1).reduce((sum, index) => sum + (index?.facts.size ?? 0), 0)
  const visibleSize = union.bytesBelow(0, layer)
  let files = 0
  for (let node = 1; node < union.columns.nodeCount; node++) {
    const version = union.versionAt(node, layer)
    if (version < 0) continue
    const type = union.type(version)
    if (type === 'file' || type === 'hardlink') files++
  }
  return {
    layers: layer + 1,
    size,
    visibleSize,
    wastedSize: size - visibleSize,
    files,
    paths: union.pathsBelow(0, layer),
  }
}
