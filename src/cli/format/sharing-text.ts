import {type ChainBranch, chainTree} from '../../image/analysis/sharing/chain-tree.ts'
import {type Holder, holderName, imageName} from '../../image/analysis/sharing/holder.ts'
import type {Holdings} from '../../image/analysis/sharing/holdings.ts'
import {columnName, sharingMatrix} from '../../image/analysis/sharing/matrix.ts'
import {type NamedOpportunity, opportunitySentence} from '../../image/analysis/sharing/opportunities.ts'
import {freedBeside, type RemovalPlan} from '../../image/analysis/sharing/removal-plan.ts'
import type {Sharing} from '../../image/analysis/sharing/sharing.ts'
import {inShort} from '../../image/oci/hashed-sources.ts'
import {parseInstruction, wholeInstruction} from '../../image/oci/instruction.ts'
import type {StoredWay, StoredWays} from '../../operations/sharing/stored-ways.ts'
import {bar} from '../../text/bar.ts'
import {printable} from '../../text/printable.ts'
import {counted, size} from '../../text/size.ts'
import {truncate} from '../../text/width.ts'
import {columns} from './columns.ts'

/** The sum of it in one sentence. */
export function totalsText(sharing: Sharing): string {
  const {images, layers, stored, apparent, unsized} = sharing.totals()
  const saved = apparent - stored
  const none = sharing.holdings.sharedBy === 'blob' ? 'have a blob in common' : 'share a layer'
  const sharedBy = saved > 0 ? `; without sharing they would take ${size(apparent)}` : `; no two of them ${none}`
  const unknown = unsized === 0 ? '' : `, ${counted(unsized, 'layer', 'layers')} of unknown size not counted`
  const what = `${counted(images, 'image', 'images')} of ${counted(layers, 'layer', 'layers')}`
  return `${what} take ${size(stored)}${images > 1 ? sharedBy : ''}${unknown}\n`
}

/** Why images of several places share less, and other sizes, than their content would; empty where they are stored alike. */
export function storedText({ways, apart}: StoredWays): string {
  const lines: string[] = []
  if (apart > 0) {
    const [same, count] = apart === 1 ? ['1 layer has', 'counts'] : [`${apart} layers have`, 'count']
    lines.push(
      `${same} the same content in several of these images, but stored in another way, and ${count} as different.`,
    )
  }
  if (ways.size > 1) {
    const kinds = (['compressed', 'plain', 'engine'] as const).filter(way => ways.has(way)).map(way => WAYS[way])
    lines.push(`Sizes are of ${ways.size} kinds: ${kinds.join(', ')}.`)
  }
  return lines.map(line => `layerlens: ${line}\n`).join('')
}

const WAYS: Readonly<Record<StoredWay, string>> = {
  compressed: 'compressed bytes where a layer is stored so',
  plain: 'the tar where it is stored plain',
  engine: 'the files where an engine unpacked it',
}

/** The tree of layer chains: bases at the left, the images that grow from each below and to the right. */
export function treeText(sharing: Sharing, width: number | null): string {
  const rows: string[][] = []
  const draw = (branches: readonly ChainBranch[], indent: string, isRoot: boolean): void => {
    for (const [i, branch] of branches.entries()) {
      const isLast = i === branches.length - 1
      const joint = isRoot ? '' : isLast ? '└ ' : '├ '
      const {layers, bytes, imageCount, images} = branch
      rows.push([
        `${indent}${joint}${counted(layers.length, 'layer', 'layers')}`,
        size(bytes),
        `×${imageCount}`,
        images.length > 0
          ? images.map(image => nameOf(sharing, image)).join(', ')
          : instructionOf(sharing, layers.at(-1)!),
      ])
      draw(branch.branches, isRoot ? '' : `${indent}${isLast ? '  ' : '│ '}`, false)
    }
  }
  draw(chainTree(sharing), '', true)
  return columns([['chain', 'size', 'images', 'ends with'], ...rows], new Set([1, 2]))
    .split('\n')
    .map(line => (width === null ? line : truncate(line, width)))
    .join('\n')
}

/** The images with what they share and what only they have, the largest share of their own first. */
export function imagesText(sharing: Sharing): string {
  const rows = listed(sharing)
    .map(image => ({image, ...sharing.share(image)}))
    .sort((a, b) => b.unique - a.unique || b.bytes - a.bytes)
  const most = Math.max(1, ...rows.map(({bytes}) => bytes))
  const lines = rows.map(({image, bytes, shared, unique, isPartial}) => [
    nameOf(sharing, image),
    `${isPartial ? '≥ ' : ''}${size(bytes)}`,
    size(shared),
    size(unique),
    `${bar(unique / most, 16)}${'░'.repeat(Math.round((shared / most) * 16))}`,
  ])
  return columns([['image', 'size', 'shared', 'unique', ''], ...lines], new Set([1, 2, 3]))
}

/** Layers × images: a column for each image, a mark where it holds the layer. */
export function matrixText(sharing: Sharing, images: readonly number[]): string {
  const names = images.map((image, i) => `${columnName(i)} ${nameOf(sharing, image)}\n`).join('')
  const lines = sharingMatrix(sharing, images).map(({layer, bytes, held}) => [
    size(bytes),
    ...held.map(is => (is ? '■' : '·')),
    truncate(instructionOf(sharing, layer), 70),
  ])
  return `${names}\n${columns([['size', ...images.map((_, i) => columnName(i)), 'made by'], ...lines], new Set([0]))}`
}

/** What removing frees, what stays, and why. */
export function removalText(holdings: Holdings, plan: RemovalPlan): string {
  const {freed, layers, unsized, goes, stays, kept} = plan
  const more = unsized === 0 ? '' : `, and ${counted(unsized, 'layer', 'layers')} of unknown size`
  const lines = [`Removing them frees ${size(freed)} (${counted(layers, 'layer', 'layers')}${more}).`]
  const beside = freedBeside(holdings, plan)
  if (beside !== null) lines.push(`  ${beside}`)
  for (const {image, because} of goes) {
    const why = because === 'marked' ? '' : '  untagged, dropped with the last image built on it'
    lines.push(`  goes   ${printable(imageName(image))}${why}`)
  }
  for (const {image, heldBy} of stays) {
    lines.push(`  stays  ${printable(imageName(image))}  held by ${namesOf(heldBy)}`)
  }
  if (kept.layers > 0) {
    const holders = namesOf(kept.by.map(({holder}) => holder))
    lines.push(`  ${size(kept.bytes)} of their layers stay: held by ${holders}`)
  }
  return `${lines.join('\n')}\n`
}

/** What is stored more than once, as what a common layer would save. */
export function opportunitiesText(found: readonly NamedOpportunity[]): string {
  if (found.length === 0) return 'No layers of these images store the same files to speak of.\n'
  const lines = found.map(each => {
    const {images} = each
    const names = images
      .slice(0, NAMED)
      .map(name => printable(name))
      .join(', ')
    const more = images.length > NAMED ? ` and ${images.length - NAMED} more` : ''
    return `${printable(opportunitySentence(each))}\n${images.length === 1 ? '' : `    ${names}${more}\n`}`
  })
  return lines.join('')
}

/** So many holders are named; the others are counted. */
const NAMED = 4

function namesOf(holders: readonly Holder[]): string {
  const names = holders.slice(0, NAMED).map(holder => {
    const name = printable(holderName(holder))
    return holder.kind === 'image' ? name : `${HOLDER_WORDS[holder.kind]} ${name}`
  })
  const more = holders.length - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const HOLDER_WORDS = {
  tag: 'its tag',
  container: 'container',
  child: 'the image built on it,',
  'untagged-parent': 'untagged parent',
} as const

function listed(sharing: Sharing): number[] {
  return [...sharing.holdings.images.keys()].filter(image => sharing.image(image).listed)
}

function nameOf(sharing: Sharing, image: number): string {
  const {tags} = sharing.image(image)
  const name = printable(imageName(sharing.image(image)))
  return tags.length > 1 ? `${name} (+${tags.length - 1})` : tags.length === 0 ? `<none> ${name}` : name
}

function instructionOf(sharing: Sharing, layer: number): string {
  const createdBy = sharing.layer(layer).createdBy
  return printable(wholeInstruction(inShort(parseInstruction(createdBy))))
}
