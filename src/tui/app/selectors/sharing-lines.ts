import type {ChainBranch} from '../../../image/analysis/sharing/chain-tree.ts'
import {chainRelatives, chainUsers} from '../../../image/analysis/sharing/chain-users.ts'
import {imageName} from '../../../image/analysis/sharing/holder.ts'
import {type Relative, relativesOf} from '../../../image/analysis/sharing/relatives.ts'
import type {Sharing} from '../../../image/analysis/sharing/sharing.ts'
import {inShort} from '../../../image/oci/hashed-sources.ts'
import {instructionOf} from '../../../image/oci/image-history.ts'
import {parseInstruction, wholeInstruction} from '../../../image/oci/instruction.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted, exactSize, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {ImageFacts} from '../explorer.ts'
import type {BranchRow} from '../home/tabs/sharing.ts'
import {remembered} from '../remembered.ts'
import type {Capabilities} from '../state.ts'
import {BLANK, fact, heading, headingLines, type PaperLine} from './paper-line.ts'

const LABEL = 18
/** Relatives that are told; who wants more looks at the tree. */
const RELATIVES = 30

/** Whose images are looked at: an engine's share chains of layers, those of our store share blobs. */
const placeOf = ({holdings}: Sharing) => (holdings.sharedBy === 'chain' ? t`engine` : t`store`)

/** The layers of an image as whoever keeps the others names theirs. */
export function layerNames({layers}: ImageFacts, sharing: Sharing): readonly (string | null)[] {
  return layers.map(({diffId, digest}) => (placeOf(sharing) === 'engine' ? diffId : (digest ?? diffId)))
}

/** For each layer of an image how many images here stand on it; null where none does: it isn't one of theirs. */
export const layerUserCounts = remembered((image: ImageFacts, sharing: Sharing): readonly number[] | null => {
  const users = chainUsers(sharing, layerNames(image, sharing))
  return users.some(each => each.length > 0) ? users.map(each => each.length) : null
})

/** The Sharing tab: who else uses its layers, and its nearest relatives. */
export const sharingLines = remembered(tabLines)

function tabLines(image: ImageFacts, sharing: Sharing, columns: number, {unicode}: Capabilities): readonly PaperLine[] {
  const times = unicode ? '×' : 'x'
  const clean = (text: string) => printable(text, {ascii: !unicode})
  const mark = ellipsisFor(unicode)
  const names = layerNames(image, sharing)
  const users = chainUsers(sharing, names)
  const lines: PaperLine[] = headingLines(
    t`Layers, and how many images of the ${placeOf(sharing)} stand on each`,
    columns,
  )
  for (const [i, {history}] of image.layers.entries()) {
    const on = users[i]!.map(each => imageName(sharing.image(each)))
    const made = wholeInstruction(inShort(instructionOf(history, mark), mark), mark)
    lines.push(
      ...fact(`${String(i).padStart(3)}  ${times}${on.length}`, clean(made).slice(0, 400), columns, {
        labelWidth: 12,
      }),
    )
    if (on.length > 0) lines.push(...fact('', clean(on.join(', ')), columns, {labelWidth: 12, tone: 'quiet'}))
  }
  const own = sharing.find(image.heldAs ?? image.id)
  const relatives = chainRelatives(sharing, names).filter(({image: other}) => other !== own)
  lines.push(
    BLANK,
    ...headingLines(t`Nearest relatives: images on the same layers, and how many bytes apart they are`, columns),
  )
  if (relatives.length === 0)
    lines.push(
      ...fact('', placeOf(sharing) === 'engine' ? t`none on this engine` : t`none in the store`, columns, {
        labelWidth: 2,
        tone: 'quiet',
      }),
    )
  for (const each of relatives.slice(0, RELATIVES)) lines.push(...relativeLine(sharing, each, columns, clean))
  lines.push(...moreRelatives(relatives.length, columns))
  return lines
}

/** A page about an image of home's list: what it holds, who is near to it, and how many bytes apart they are. */
export function relativesLines(
  sharing: Sharing,
  image: number,
  columns: number,
  {unicode}: Capabilities,
): readonly PaperLine[] {
  const clean = (text: string) => printable(text, {ascii: !unicode})
  const {bytes, shared, unique} = sharing.share(image)
  const name = clean(imageName(sharing.image(image)))
  const near = relativesOf(sharing, image)
  return [
    ...headingLines(t`${name}: ${size(bytes)}, ${size(shared)} of it shared, ${size(unique)} only here`, columns),
    BLANK,
    ...headingLines(t`Nearest relatives, and how many bytes apart they are`, columns),
    ...(near.length === 0 ? fact('', t`none`, columns, {labelWidth: 2, tone: 'quiet'}) : []),
    ...near.slice(0, RELATIVES).flatMap(each => relativeLine(sharing, each, columns, clean)),
    ...moreRelatives(near.length, columns),
  ]
}

function relativeLine(
  sharing: Sharing,
  {image, apart, common, layers}: Relative,
  columns: number,
  clean: (text: string) => string,
): readonly PaperLine[] {
  const text = t`${clean(imageName(sharing.image(image)))}: ${counted(layers, 'layer', 'layers')} of ${size(common)} in common`
  return fact(t`${size(apart)} apart`, text, columns, {labelWidth: LABEL})
}

function moreRelatives(count: number, columns: number): readonly PaperLine[] {
  return count <= RELATIVES
    ? []
    : fact('', t`and ${count - RELATIVES} more`, columns, {labelWidth: LABEL, tone: 'quiet'})
}

/** A page about one layer of the explorer: which images of the engine, or of the store, stand on it too. */
export function layerUsersLines(
  image: ImageFacts,
  layer: number,
  sharing: Sharing,
  columns: number,
  {unicode}: Capabilities,
): readonly PaperLine[] {
  const clean = (text: string) => printable(text, {ascii: !unicode})
  const users = chainUsers(sharing, layerNames(image, sharing))[layer]
  const place = placeOf(sharing)
  if (users === undefined) return []
  const lines = headingLines(
    users.length === 1
      ? t`Layer ${layer}: 1 image of the ${place} stands on it`
      : t`Layer ${layer}: ${count(users.length)} images of the ${place} stand on it`,
    columns,
  )
  for (const each of users) lines.push(...imageLine(sharing, each, columns, clean))
  if (users.length === 0)
    lines.push(...fact('', t`The ${place} has no image with this layer.`, columns, {labelWidth: 2}))
  return lines
}

/** A page about a row of home's tree of layers: the layers, and the images on them. */
export function branchLines(
  {branch}: BranchRow,
  sharing: Sharing,
  columns: number,
  {unicode}: Capabilities,
): readonly PaperLine[] {
  const clean = (text: string) => printable(text, {ascii: !unicode})
  const mark = ellipsisFor(unicode)
  const {stored} = sharing.totals()
  const percent = stored === 0 ? 0 : Math.round((branch.bytes / stored) * 1000) / 10
  const lines: PaperLine[] = headingLines(
    t`${counted(branch.layers.length, 'layer', 'layers')}, ${size(branch.bytes)}: ${percent} % of all that is stored`,
    columns,
  )
  for (const layer of branch.layers) {
    const {digest, bytes, createdBy} = sharing.layer(layer)
    const made = wholeInstruction(inShort(parseInstruction(createdBy), mark), mark) || (digest ?? '')
    lines.push(...fact(bytes === null ? '?' : size(bytes), clean(made), columns, {labelWidth: LABEL}))
  }
  const users = imagesOn(branch).toSorted((a, b) => a - b)
  lines.push(BLANK, heading(t`${counted(users.length, 'image stands', 'images stand')} on them`))
  for (const each of users) lines.push(...imageLine(sharing, each, columns, clean))
  return lines
}

/** The images that end with a branch, and those that go on from it. */
function imagesOn({images, branches}: ChainBranch): readonly number[] {
  return [...images, ...branches.flatMap(imagesOn)]
}

function imageLine(
  sharing: Sharing,
  image: number,
  columns: number,
  clean: (text: string) => string,
): readonly PaperLine[] {
  const {tags} = sharing.image(image)
  const {bytes, unique} = sharing.share(image)
  const names = tags.length > 1 ? tags.join(', ') : imageName(sharing.image(image))
  const containers = sharing.containers(image).map(({name}) => name)
  const used = containers.length === 0 ? '' : t`, used by ${containers.join(', ')}`
  return fact(size(bytes), t`${clean(names)}: ${exactSize(unique)} only here${clean(used)}`, columns, {
    labelWidth: LABEL,
  })
}
