import type {LayerTable} from './layer-table.ts'

/**
 * Layers that the very same images hold, taken together: they are freed together or stay together, so a removal is worked out
 * run by run. A thousand images of twenty layers are three runs each.
 */
export interface LayerRuns {
  readonly runCount: number
  /** of its layers, bytes */
  readonly bytes: Float64Array
  readonly layers: Int32Array
  /** layers of whose size nobody knows */
  readonly unsized: Int32Array
  /** how many images hold it, untagged parents included */
  readonly holderCount: Int32Array
  /** one of its layers: whoever holds it holds the run */
  readonly anyLayer: Int32Array
  /** runs of image I, each once: imageRuns[imageStart[I]] to imageRuns[imageStart[I + 1]] */
  readonly imageStart: Int32Array
  readonly imageRuns: Int32Array
}

/** Finds the runs; linear in what images hold. */
export function layerRuns(table: LayerTable): LayerRuns {
  const {layerCount, firstImage, firstPlace, imageStart, imageLayers, holderCount} = table
  const runOf = new Int32Array(layerCount)
  const anyLayer = new Int32Array(layerCount)
  let runCount = 0
  for (let layer = 0; layer < layerCount; layer++) {
    const place = firstPlace[layer]!
    const below = place === 0 ? -1 : imageLayers[imageStart[firstImage[layer]!]! + place - 1]!
    if (below >= 0 && haveSameHolders(table, below, layer)) runOf[layer] = runOf[below]!
    else {
      anyLayer[runCount] = layer
      runOf[layer] = runCount++
    }
  }
  return {
    runCount,
    ...sumsOf(table, runOf, runCount),
    holderCount: Int32Array.from({length: runCount}, (_, run) => holderCount[anyLayer[run]!]!),
    anyLayer: anyLayer.subarray(0, runCount),
    ...runsOfImages(table, runOf, runCount),
  }
}

function haveSameHolders({holderStart, holders, holderCount}: LayerTable, a: number, b: number): boolean {
  if (holderCount[a] !== holderCount[b]) return false
  const [from, to] = [holderStart[a]!, holderStart[b]!]
  for (let i = 0; i < holderCount[a]!; i++) if (holders[from + i] !== holders[to + i]) return false
  return true
}

function sumsOf(
  {layerCount, bytes, sized}: LayerTable,
  runOf: Int32Array,
  runCount: number,
): Pick<LayerRuns, 'bytes' | 'layers' | 'unsized'> {
  const sums = {bytes: new Float64Array(runCount), layers: new Int32Array(runCount), unsized: new Int32Array(runCount)}
  for (let layer = 0; layer < layerCount; layer++) {
    const run = runOf[layer]!
    sums.bytes[run]! += bytes[layer]!
    sums.layers[run]!++
    if (sized[layer] === 0) sums.unsized[run]!++
  }
  return sums
}

function runsOfImages(
  {imageStart, imageLayers}: LayerTable,
  runOf: Int32Array,
  runCount: number,
): Pick<LayerRuns, 'imageStart' | 'imageRuns'> {
  const starts = new Int32Array(imageStart.length)
  const runs = new Int32Array(imageLayers.length)
  const last = new Int32Array(runCount).fill(-1)
  let count = 0
  for (let image = 0; image + 1 < imageStart.length; image++) {
    for (let at = imageStart[image]!; at < imageStart[image + 1]!; at++) {
      const run = runOf[imageLayers[at]!]!
      if (last[run] === image) continue
      last[run] = image
      runs[count++] = run
    }
    starts[image + 1] = count
  }
  return {imageStart: starts, imageRuns: runs.subarray(0, count)}
}
