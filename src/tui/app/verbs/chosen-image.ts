import type {EngineImage} from '../../../image/analysis/engine-images.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {ImageFacts} from '../explorer.ts'
import type {ChosenImage} from '../form/purpose.ts'
import type {EngineContainer} from '../home/home.ts'
import {homeOf, homePlace} from '../home/in-state.ts'
import type {EngineChoice, ImagePlace} from '../jobs/task.ts'
import {keyFor} from '../key-for.ts'
import {type State, top} from '../state.ts'
import {chosenRows, selectedRow} from './selected-row.ts'
import {notHereReason, openImage} from './where-it-is.ts'

/** The image of an engine, or of the store, that keys act on: under home's cursor, or open in the explorer; null where there is none. */
export function chosenImage(state: State): ChosenImage | null {
  const context = top(state)
  if (context.kind === 'home') {
    const row = selectedRow(state, 'images') as EngineImage | null
    return row && {place: homePlace(state), id: row.id, tags: row.tags, ...platformsOf(row)}
  }
  if (context.kind !== 'explorer') return null
  const {transport, id} = context.image
  const place = PLACES[transport]
  if (id === null || place === undefined) return null
  return {place, id, tags: namesNow(state, context.image)}
}

function platformsOf({platforms}: EngineImage): Pick<ChosenImage, 'platforms'> {
  return platforms === undefined ? {} : {platforms}
}

/** The transports of images that something can be done with. */
export const PLACES: Readonly<Record<string, ImagePlace | undefined>> = {
  'docker-daemon': null,
  podman: 'podman',
  store: 'store',
}

/** What an image is called as of the last list: it may have got names since it was opened, and lost some. Hostile. */
export function namesNow(state: State, {transport, id, tags}: ImageFacts): readonly string[] {
  const place = PLACES[transport]
  // An engine and the store may hold the same image under other names.
  if (place === undefined || (place === 'store') !== (homePlace(state) === 'store')) return tags
  return homeOf(state)?.listing?.images.find(image => image.id === id)?.tags ?? tags
}

/** The images of home's list that keys act on: those that are marked, else the one under the cursor. */
export function chosenImages(state: State): readonly EngineImage[] {
  const chosen = new Set(chosenRows(state, 'images'))
  return homeOf(state)?.listing?.images.filter(({id}) => chosen.has(id)) ?? []
}

/** The container that keys act on, as `chosenImage`. */
export function chosenContainer(
  state: State,
): (Pick<EngineContainer, 'id' | 'names' | 'image'> & {readonly engine: EngineChoice}) | null {
  const context = top(state)
  if (context.kind === 'home') {
    const row = selectedRow(state, 'containers') as EngineContainer | null
    return row && {engine: null, id: row.id, names: row.names, image: row.image}
  }
  if (context.kind !== 'explorer' || context.image.transport !== 'container') return null
  const name = context.image.reference.replace(/^container:/, '')
  const listed = homeOf(state)?.listing?.containers.find(({id, names}) => names.includes(name) || id.startsWith(name))
  return {engine: null, id: listed?.id ?? name, names: [listed?.names[0] ?? name], image: listed?.image ?? ''}
}

/** Why no image can be chosen here, in a sentence; undefined where one can. */
export function noImageReason(state: State): string | undefined {
  if (chosenImage(state) !== null) return undefined
  const explorer = openImage(state)
  if (explorer !== null) return notHereReason(state, explorer)
  const pull = keyFor(state, 'pull')
  return homeOf(state)?.tab === 'images'
    ? t`There is no image here: ${pull} pulls one, ${keyFor(state, 'load')} loads one from a file.`
    : t`There is no image here: ${pull} pulls one.`
}

/** Why no image can be run, which takes an engine that has it. */
export function notRunnableReason(state: State): string | undefined {
  const image = chosenImage(state)
  if (image?.place !== 'store') return noImageReason(state)
  const name = printable(image.tags[0] ?? image.id)
  return t`An engine runs images, and this one is in the store: layerlens copy store:${name} docker-daemon:`
}

/** Why nothing can be committed: a container's changes can, and a change of an image of the store. */
export function notCommittableReason(state: State): string | undefined {
  if (chosenContainer(state) !== null) return undefined
  const image = chosenImage(state)
  if (image?.place === 'store') return undefined
  if (image === null && openImage(state) !== null) return noImageReason(state)
  const run = keyFor(state, 'run')
  if (image === null && homePlace(state) === 'store')
    return t`There is no container here: it takes an engine to run one.`
  return image === null
    ? t`There is no container here: ${run} in Images runs an image in one.`
    : t`What is committed is a container: ${run} runs this image in one, and ${keyFor(state, 'commit')} in Containers commits that.`
}
