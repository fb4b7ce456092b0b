import {chainRelatives} from '../../../image/analysis/sharing/chain-users.ts'
import {imageName} from '../../../image/analysis/sharing/holder.ts'
import {originOf} from '../../../image/analysis/sharing/origin.ts'
import type {Sharing} from '../../../image/analysis/sharing/sharing.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import type {Explorer, ImageFacts} from '../explorer.ts'
import {homeOf} from '../home/in-state.ts'
import {keyFor} from '../key-for.ts'
import {remembered} from '../remembered.ts'
import {layerNames} from '../selectors/sharing-lines.ts'
import {type Comparing, explorerOf, type State, withExplorer} from '../state.ts'
import {engineTransport} from './comparable.ts'
import {beginComparison} from './open.ts'

/** Compares what is open: as of two of its layers, or with what it was made from. */
export function compareHere(state: State, {type}: {readonly type: 'mark-layer' | 'compare-here'}): Step {
  if (type === 'mark-layer') return [toldOfMark(withExplorer(state, marked)), []]
  const compared = comparedHere(state)
  return typeof compared === 'string' ? [state, []] : beginComparison(state, compared.compares, compared.reference)
}

function marked(explorer: Explorer): Explorer {
  const {selected, markedLayer} = explorer
  return {...explorer, markedLayer: markedLayer === selected ? null : selected}
}

function toldOfMark(state: State): State {
  const layer = explorerOf(state)?.markedLayer ?? null
  if (layer === null) return state
  const key = keyFor(state, 'compare-here')
  const text = t`Layer ${layer} is marked. On another layer, ${key} compares the image as of both.`
  return {...state, notice: {text, kind: 'done'}}
}

/** Why no layer can be marked. */
export function markReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  if (explorer === null || explorer.layers.length < 2) return t`There is no other layer to compare with.`
  return explorer.compared === null ? undefined : t`A difference has no layers of its own.`
}

/** What would be compared now, and what it is called; a sentence where nothing can be. */
export function comparedHere(state: State): {readonly compares: Comparing; readonly reference: string} | string {
  const explorer = explorerOf(state)
  if (explorer === null) return t`No image is open.`
  if (explorer.compared !== null) return t`This is a difference already.`
  const {markedLayer, selected, session, unionComplete, image} = explorer
  if (markedLayer !== null && markedLayer !== selected) {
    if (!unionComplete) return t`The layers are being read.`
    const layers = [Math.min(markedLayer, selected), Math.max(markedLayer, selected)] as const
    const reference = t`${image.reference}, layer ${layers[0]} → ${layers[1]}`
    return {compares: {kind: 'states', session, layers}, reference}
  }
  const origin = originHere(state, explorer)
  if (origin === null) {
    return t`No image is known that it was made from. A layer marked with ${keyFor(state, 'mark-layer')} is compared with another one.`
  }
  const after = nameOf(explorer)
  return {compares: {kind: 'images', before: origin, after}, reference: `${origin} → ${after}`}
}

/** What the open image was made from, as a reference; of a container its image. Null where that is not known. */
function originHere(state: State, {image}: Explorer): string | null {
  const {sharing} = state
  // What came by standard input can't be opened again.
  if (sharing === null || image.reference === '-') return null
  const origin = originAmong(image, sharing)
  if (origin < 0) return null
  const engine = image.transport === 'podman' ? 'podman' : engineTransport(homeOf(state))
  return `${sharing.holdings.sharedBy === 'chain' ? engine : 'store'}:${imageName(sharing.image(origin))}`
}

/** The image here that one from anywhere was made from: the one with the most layers that are its lowest. −1 for none. */
const originAmong = remembered((image: ImageFacts, sharing: Sharing): number => {
  const own = sharing.find(image.heldAs ?? image.id)
  if (own >= 0) return originOf(sharing, own)
  const names = layerNames(image, sharing)
  const below = chainRelatives(sharing, names).filter(
    each => each.layers < names.length && sharing.layersOf(each.image).length === each.layers,
  )
  return below.reduce((best, each) => (each.layers > best.layers ? each : best), {image: -1, layers: 0}).image
})

/** The image as a reference, by a name where it has one. */
function nameOf({image}: Explorer): string {
  const [tag] = image.tags
  const {transport} = image
  const isListed = transport === 'docker-daemon' || transport === 'podman' || transport === 'store'
  return isListed && tag !== undefined ? `${transport}:${tag}` : image.reference
}
