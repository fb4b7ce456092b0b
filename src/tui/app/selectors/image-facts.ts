import {formatPlatform} from '../../../image/oci/platform.ts'
import {printable} from '../../../text/printable.ts'
import {counted, size} from '../../../text/size.ts'
import type {Explorer, State} from '../state.ts'

/** The top line: who this is, and how sure we are of it. Printable. */
export interface TopLine {
  readonly name: string
  /** in reading order; where there is no room for all, those with high ranks go first */
  readonly facts: readonly TopFact[]
  readonly transport: string
  readonly status: {readonly text: string; readonly tone: 'busy' | 'quiet' | 'problem'} | null
}

export interface TopFact {
  readonly text: string
  readonly rank: number
}

export function topLine(explorer: Explorer, {unicode}: State['capabilities']): TopLine {
  const {image, layers} = explorer
  const ascii = !unicode
  const facts: TopFact[] = []
  const add = (rank: number, text: string) => facts.push({text, rank})
  add(3, printable(formatPlatform(image.platform), {ascii}))
  add(2, counted(layers.length, 'layer', 'layers'))
  const total = imageSize(explorer)
  if (total !== null) add(0, size(total))
  if (explorer.figures !== null && explorer.unionComplete) {
    add(4, counted(explorer.figures.files, 'file', 'files'))
    if (explorer.figures.wastedSize > 0) add(1, `${size(explorer.figures.wastedSize)} wasted`)
  }
  return {
    name: printable(image.tags[0] ?? image.reference, {ascii}),
    facts,
    transport: image.transport,
    status: status(explorer, unicode),
  }
}

/** Σ sizes of the layers, null until all are known. */
export function imageSize(explorer: Explorer): number | null {
  let total = 0
  for (const layer of explorer.layers) {
    if (layer.kind !== 'indexed') return null
    total += layer.found.size
  }
  return total
}

function status(explorer: Explorer, unicode: boolean): TopLine['status'] {
  const {layers, reading} = explorer
  const busy = unicode ? '⟳ ' : ''
  const of = (kind: string) => layers.filter(layer => layer.kind === kind).length
  const trusted = (trust: string) => layers.filter(layer => layer.kind === 'indexed' && layer.trust === trust).length
  const mismatch = trusted('mismatch')
  if (mismatch > 0)
    return {text: `${mismatch} ${mismatch === 1 ? 'digest differs' : 'digests differ'}`, tone: 'problem'}
  if (reading.kind === 'running' && of('indexed') + of('failed') < layers.length)
    return {
      text: `${busy}reading ${of('indexed')}/${layers.length}${percent(explorer, unicode ? '·' : '-')}`,
      tone: 'busy',
    }
  const failed = of('failed')
  if (failed > 0) return {text: `incomplete: ${failed} ${failed === 1 ? 'layer' : 'layers'} missing`, tone: 'problem'}
  if (reading.kind === 'failed') return {text: 'incomplete', tone: 'problem'}
  if (reading.kind === 'cancelled' && of('indexed') < layers.length)
    return {text: `stopped at ${of('indexed')}/${layers.length}`, tone: 'problem'}
  if (reading.kind === 'running' && !explorer.unionComplete) return {text: `${busy}stacking`, tone: 'busy'}
  if (reading.kind === 'running' && !explorer.contentsCompared) return {text: `${busy}comparing`, tone: 'busy'}
  const unverified = trusted('unverified')
  if (reading.kind === 'running' && unverified > 0) return {text: `${busy}verifying${verified(explorer)}`, tone: 'busy'}
  return unverified > 0 ? {text: 'not verified', tone: 'quiet'} : null
}

/** How far the pass over all bytes is. */
function verified(explorer: Explorer): string {
  let done = 0
  let total = 0
  for (const layer of explorer.layers) {
    if (layer.kind !== 'indexed') continue
    total += layer.found.blobSize
    done +=
      layer.trust === 'unverified' ? Math.min(layer.checked?.done ?? 0, layer.found.blobSize) : layer.found.blobSize
  }
  return total > 0 ? ` ${Math.min(99, Math.floor((done / total) * 100))} %` : ''
}

/** How far the layers under way are; nothing where no total is known. */
function percent(explorer: Explorer, dot: string): string {
  let done = 0
  let total = 0
  for (const layer of explorer.layers)
    if (layer.kind === 'reading') {
      done += layer.done
      total += layer.total
    }
  return total > 0 ? ` ${dot} ${Math.min(99, Math.floor((done / total) * 100))} %` : ''
}
