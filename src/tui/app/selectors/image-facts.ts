import {formatPlatform} from '../../../image/oci/platform.ts'
import {withoutSharedTransport} from '../../../image/oci/reference.ts'
import {printable} from '../../../text/printable.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {distributionShown} from '../distribution.ts'
import type {Compared, Explorer} from '../explorer.ts'
import {TWO_PANES} from '../layout.ts'
import type {State} from '../state.ts'
import {TABS, type Tab} from '../tabs.ts'
import {signed} from './compared-lines.ts'
import {noiseText} from './noise-text.ts'

/** The top line: who this is, and how sure we are of it. Printable. */
export interface TopLine {
  readonly name: string
  /** of a difference the two that it names, in fewer words: each keeps its place where there is little */
  readonly sides?: readonly string[]
  /** in reading order; where there is no room for all, those with high ranks go first */
  readonly facts: readonly TopFact[]
  /** '' where it is not the question */
  readonly transport: string
  readonly status: {readonly text: string; readonly tone: 'busy' | 'quiet' | 'problem'} | null
}

export interface TopFact {
  readonly text: string
  readonly rank: number
}

/** A reference to a registry's image by digest: its name, and the first twelve digits, as docker shortens an ID. */
const BY_DIGEST = /^docker:\/\/(.+)@sha(?:256|512):([0-9a-f]{12})[0-9a-f]+$/

/** The line over an open image; of a difference both sides. Ranks say which facts give way first, the highest. */
export function topLine(explorer: Explorer, {unicode}: State['capabilities']): TopLine {
  const {image, layers} = explorer
  const ascii = !unicode
  if (explorer.compared !== null) return comparedTopLine(explorer, explorer.compared, unicode)
  const facts: TopFact[] = []
  const add = (rank: number, text: string) => facts.push({text, rank})
  const [name = image.reference.replace(BY_DIGEST, '$1@$2')] = image.tags
  // Of several platforms it is the one that was picked: its digest says nothing to a reader.
  const isPicked = image.tags.length === 0 && BY_DIGEST.test(image.reference)
  add(isPicked ? 0 : 3, printable(formatPlatform(image.platform), {ascii}))
  add(2, counted(layers.length, 'layer', 'layers'))
  const total = imageSize(explorer)
  if (total !== null) add(0, size(total))
  if (explorer.figures !== null && explorer.unionComplete) {
    add(4, counted(explorer.figures.files, 'file', 'files'))
    if (explorer.figures.wastedSize > 0) add(1, t`${size(explorer.figures.wastedSize)} wasted`)
  }
  const brought = fetched(explorer)
  if (brought !== null && explorer.reading.kind !== 'running') add(2, brought)
  const distribution = distributionShown(explorer)
  if (distribution !== null) add(5, printable(distribution.prettyName, {ascii}))
  return {
    name: printable(name, {ascii}),
    facts,
    // The transport's own name, `docker`, would be taken for an engine.
    transport: image.transport === 'docker' ? t`registry` : image.transport,
    status: status(explorer, unicode),
  }
}

/** What a tab is called, on its line: of waste also how much there is. */
export function tabLabel(tab: Tab, {compared, figures, unionComplete}: Explorer, columns: number): string {
  // Of a difference not one image's configuration is told, but in what the two differ.
  if (compared !== null && tab === 'config') return t`Differences`
  const {name} = TABS.find(({id}) => id === tab)!
  const wasted = figures === null || !unionComplete || columns < TWO_PANES ? 0 : figures.wastedSize
  return tab === 'waste' && wasted > 0 ? `${name} ${size(wasted)}` : name
}

/** What differs, and by how much what one sees grew. */
function comparedTopLine(explorer: Explorer, {names, summary, quiet}: Compared, unicode: boolean): TopLine {
  const ascii = !unicode
  const [before, after] = summary
  const noise = noiseText(quiet)
  const differs = explorer.union?.changesBelow(0, 1) ?? null
  return {
    name: names.map(name => printable(name, {ascii})).join(unicode ? ' → ' : ' -> '),
    sides: withoutSharedTransport(names).map(name => printable(name, {ascii})),
    facts: [
      ...(differs === null ? [] : [{rank: 0, text: counted(differs, 'path differs', 'paths differ')}]),
      ...(noise === null ? [] : [{rank: 0, text: noise}]),
      {rank: 1, text: signed(after.visibleSize - before.visibleSize, unicode)},
    ],
    transport: '',
    status: status(explorer, unicode),
  }
}

/** Σ sizes of the layers, null until all are known. */
function imageSize(explorer: Explorer): number | null {
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
  if (mismatch > 0) return {text: counted(mismatch, 'digest differs', 'digests differ'), tone: 'problem'}
  if (reading.kind === 'running' && of('indexed') + of('failed') < layers.length)
    return {
      text: t`${busy}reading ${of('indexed')}/${layers.length}${howFar(explorer, unicode ? '·' : '-')}`,
      tone: 'busy',
    }
  const failed = of('failed')
  if (failed > 0) return {text: t`incomplete: ${counted(failed, 'layer', 'layers')} missing`, tone: 'problem'}
  if (reading.kind === 'failed') return {text: t`incomplete`, tone: 'problem'}
  if (reading.kind === 'cancelled' && of('indexed') < layers.length)
    return {text: t`stopped at ${of('indexed')}/${layers.length}`, tone: 'problem'}
  if (reading.kind === 'running' && !explorer.unionComplete) return {text: t`${busy}stacking`, tone: 'busy'}
  if (reading.kind === 'running' && !explorer.contentsCompared)
    return {text: t`${busy}comparing${compared(explorer)}`, tone: 'busy'}
  if (explorer.compared !== null && explorer.compared.unread > 0)
    return {text: t`${counted(explorer.compared.unread, 'content', 'contents')} not read`, tone: 'problem'}
  const unverified = trusted('unverified')
  if (reading.kind === 'running' && unverified > 0)
    return {text: t`${busy}verifying${verified(explorer)}`, tone: 'busy'}
  return unverified > 0 ? {text: t`not verified`, tone: 'quiet'} : null
}

/** Of a difference: how many of the contents that had to be read were. */
function compared({compared, layers}: Explorer): string {
  const [, upper] = layers
  if (compared === null || upper?.kind !== 'indexed' || upper.checked === null || upper.checked.total === 0) return ''
  return ` ${Math.min(99, Math.floor((upper.checked.done / upper.checked.total) * 100))} %`
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

/** What came from a registry of all that its layers have there; null for an image that is here. */
function fetched({image, fetched}: Explorer): string | null {
  if (image.transport !== 'docker') return null
  const sizes = image.layers.map(({compressedSize}) => compressedSize)
  // Of a layer that came whole after parts of it had, those came twice.
  const bytes = fetched.reduce((sum, each, layer) => sum + Math.min(each, sizes[layer] ?? each), 0)
  const known = sizes.every(each => each !== null)
  const of = known ? t` of ${size(sizes.reduce((sum, each) => sum + each, 0))}` : ''
  return t`fetched ${size(bytes)}${of}`
}

/** Of what comes from elsewhere how much did, of the rest the part. */
function howFar(explorer: Explorer, dot: string): string {
  const brought = fetched(explorer)
  return brought === null ? percent(explorer, dot) : ` ${dot} ${brought}`
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
