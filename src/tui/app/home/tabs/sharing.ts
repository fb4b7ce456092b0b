import {type ChainBranch, chainTree} from '../../../../image/analysis/sharing/chain-tree.ts'
import {imageName} from '../../../../image/analysis/sharing/holder.ts'
import type {Sharing} from '../../../../image/analysis/sharing/sharing.ts'
import {inShort} from '../../../../image/oci/hashed-sources.ts'
import {parseInstruction, wholeInstruction} from '../../../../image/oci/instruction.ts'
import {type Ellipsis, ellipsisFor} from '../../../../text/ellipsis.ts'
import {printable} from '../../../../text/printable.ts'
import {counted, size} from '../../../../text/size.ts'
import {t} from '../../../../text/translate.ts'
import {remembered} from '../../remembered.ts'
import type {State} from '../../state.ts'
import {untoldReason} from '../../untold-sharing.ts'
import {enginePage} from '../engine-page.ts'
import {type Home, isStore} from '../home.ts'
import type {HomePage, TabView} from '../tab-view.ts'

/** Layers that the same images hold, as a row: `branch` of the tree, with what is drawn before it. */
export interface BranchRow {
  readonly id: string
  readonly branch: ChainBranch
  /** lines of the tree, in box characters */
  readonly indent: string
  /** what the images that end here are called, else what made the uppermost layer; hostile */
  readonly name: string
}

/** The tree of layer chains: bases, and the images that grow from them. */
export const SHARING: TabView<BranchRow> = {
  title: t`Sharing`,
  meaning: t`Sharing: the tree of layers, and which images grow from each`,
  noun: t`chains of layers`,
  fromEngine: true,
  marks: ({branch}, {sharing}) => keysOf(sharing, branch),
  table: {
    name: {key: 'name', title: t`layers, and the images that end there`, cells: 34, kind: 'strong'},
    columns: [
      {key: 'images', title: t`images`, cells: 6, kind: 'quiet'},
      {key: 'size', title: t`size`, cells: 7, kind: 'size'},
      {key: 'share', title: t`of all`, cells: 12, kind: 'plain'},
      {key: 'layers', title: t`layers`, cells: 6, kind: 'quiet'},
    ],
    first: ['size', 'images', 'share', 'layers'],
    wide: [],
  },
  rows: (state, {lists}) =>
    state.sharing === null ? [] : rowsOf(state.sharing, lists.sharing.filter, ellipsisFor(state.capabilities.unicode)),
  count: ({sharing, capabilities}) =>
    sharing === null ? 0 : rowsOf(sharing, '', ellipsisFor(capabilities.unicode)).length,
  row: ({branch, indent, name}, {sharing, capabilities}) => {
    const ascii = !capabilities.unicode
    const stored = sharing?.totals().stored ?? 0
    return {
      dimmed: branch.images.length === 0,
      cells: {
        name: `${ascii ? indent.replace(/[├└]/g, '+').replaceAll('│', '|') : indent}${printable(name, {ascii})}`,
        images: `${ascii ? 'x' : '×'}${branch.imageCount}`.padStart(6),
        size: branch.bytes,
        share: {share: stored === 0 ? 0 : branch.bytes / stored, tone: branch.imageCount > 1 ? 'good' : 'quiet'},
        layers: String(branch.layers.length).padStart(6),
      },
    }
  },
  page: (state, home) => enginePage(state, home) ?? pageOf(state, home),
  about: row => (row === undefined ? '' : aboutOf(row)),
  order: () => t`most used first`,
  open: (_, state) => [{...state, contexts: [...state.contexts, {kind: 'branch', top: 0}]}, []],
}

/** The images that end on a row; of layers alone all that stand on them. */
function keysOf(sharing: Sharing | null, branch: ChainBranch): readonly string[] {
  if (sharing === null) return []
  const images = branch.images.length > 0 ? branch.images : standingOn(branch)
  return images.map(image => sharing.image(image).key)
}

/** The images that stand on a branch, by their numbers. */
export const standingOn = remembered((branch: ChainBranch): readonly number[] => [
  ...branch.images,
  ...branch.branches.flatMap(each => standingOn(each)),
])

function pageOf(state: State, home: Home): HomePage | null {
  const {sharing} = state
  const dots = state.capabilities.unicode ? '…' : '...'
  const here = isStore(home) ? t`store` : t`engine`
  if (sharing === null) {
    if (state.sharingUntold) return {text: untoldReason(state) ?? '', advice: '', tone: 'plain'}
    return {text: t`Asking the ${here} which layers its images have ${dots}`, advice: '', tone: 'busy'}
  }
  const none = t`This ${here} has no images that could share anything.`
  return sharing.totals().images === 0 ? {text: none, advice: '', tone: 'plain'} : null
}

function aboutOf({branch}: BranchRow): string {
  return t`${counted(branch.imageCount, 'image', 'images')} on ${counted(branch.layers.length, 'layer', 'layers')} of ${size(branch.bytes)}`
}

const rowsOf = remembered((sharing: Sharing, filter: string, mark: Ellipsis): readonly BranchRow[] => {
  const rows: BranchRow[] = []
  const add = (branches: readonly ChainBranch[], indent: string, depth: number, below: string): void => {
    for (const [i, branch] of branches.entries()) {
      const isLast = i === branches.length - 1
      // In a store the same layer may end several branches: what it stands on tells them apart.
      const id = `${below} ${branch.layers.join(' ')}`
      rows.push({
        id,
        branch,
        indent: depth === 0 ? '' : `${indent}${isLast ? '└ ' : '├ '}`,
        name: nameOf(sharing, branch, mark),
      })
      add(branch.branches, depth === 0 ? '' : `${indent}${isLast ? '  ' : '│ '}`, depth + 1, id)
    }
  }
  add(chainTree(sharing), '', 0, 'layer')
  const wanted = filter.toLowerCase()
  // What holds the text, without the tree around it.
  return filter === ''
    ? rows
    : rows.flatMap(row => (row.name.toLowerCase().includes(wanted) ? [{...row, indent: ''}] : []))
})

function nameOf(sharing: Sharing, {images, layers}: ChainBranch, mark: Ellipsis): string {
  if (images.length > 0) return images.map(image => imageName(sharing.image(image))).join(', ')
  return wholeInstruction(inShort(parseInstruction(sharing.layer(layers.at(-1)!).createdBy), mark), mark)
}
