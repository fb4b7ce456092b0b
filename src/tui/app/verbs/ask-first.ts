import type {EngineImage} from '../../../image/analysis/engine-images.ts'
import type {Effect, Step} from '../effects.ts'
import {asked} from '../form/asked.ts'
import {commitForm} from '../form/commit-form.ts'
import {commitImageForm} from '../form/commit-image-form.ts'
import type {Form} from '../form/form.ts'
import {loadForm} from '../form/load-form.ts'
import {pullForm} from '../form/pull-form.ts'
import {pushForm} from '../form/push-form.ts'
import {pullFirst, REGISTRY_IMAGE, registryForm, registryImage} from '../form/registry-form.ts'
import {removeForm} from '../form/remove-form.ts'
import {runForm} from '../form/run-form.ts'
import {saveForm} from '../form/save-form.ts'
import {tagForm} from '../form/tag-form.ts'
import {homePlace} from '../home/in-state.ts'
import {containerName} from '../home/tabs/containers.ts'
import type {UserVerb} from '../messages.ts'
import type {State} from '../state.ts'
import {chosenContainer, chosenImage, chosenImages} from './chosen-image.ts'
import {archivePath, openImage, pulledName} from './where-it-is.ts'

export type AskedFor = Extract<UserVerb, {type: 'ask'}>['about']

/** Opens the form of what one wants to do, about what is chosen; nothing where nothing is. */
export function askFirst(state: State, about: AskedFor): Step {
  return OPENING[about](state)
}

/** One entry a form. */
const OPENING: Readonly<Record<AskedFor, (state: State) => Step>> = {
  commit: state => {
    const container = chosenContainer(state)
    if (container === null) return commitStored(state)
    const request = state.nextSession
    const {engine, id, image} = container
    const name = containerName(container)
    const form = commitForm(state, {kind: 'commit', engine, container: id, name, image, changes: asked(request)})
    const question = {kind: 'container-changes', engine, container: id} as const
    return opened({...state, nextSession: request + 1}, form, [{type: 'look', request, question}])
  },
  tag: state => {
    const image = chosenImage(state)
    return image === null ? [state, []] : opened(state, tagForm(state, {kind: 'tag', ...image}))
  },
  push: state => {
    const image = chosenImage(state)
    return image === null ? [state, []] : opened(state, pushForm(state, {kind: 'push', ...image}))
  },
  pull: state => {
    const image = openImage(state)?.image
    const name = image === undefined ? null : pulledName(image)
    return opened(state, pullForm(state, name ?? ''))
  },
  save: state => {
    const images = chosenImages(state)
    const open = images.length === 0 ? chosenImage(state) : null
    if (images.length === 0 && open === null) return [state, []]
    const names = open === null ? images.map(({tags, id}) => tags[0] ?? id) : [open.tags[0] ?? open.id]
    const size = open === null ? togetherSize(state, images) : null
    const place = open === null ? homePlace(state) : open.place
    const leftOut = (open === null ? images : [open]).flatMap(({tags}) => tags.slice(1))
    return opened(state, saveForm(state, {kind: 'save', place, images: names, leftOut, size}))
  },
  load: state => {
    const explorer = openImage(state)
    return opened(state, loadForm(state, explorer && archivePath(explorer.image)))
  },
  run: state => {
    const image = chosenImage(state)
    if (image === null || image.place === 'store') return [state, []]
    const {place, id, tags} = image
    return opened(state, runForm(state, {kind: 'run', place, id, tags}))
  },
  registry: state => {
    const image = registryImage(state)
    if (image !== null) return opened(state, registryForm(state, image))
    return opened({...state, notice: {text: pullFirst(state), kind: 'done'}}, pullForm(state, REGISTRY_IMAGE))
  },
  remove: state => {
    const marked = chosenImages(state)
    const one = marked.length === 0 ? chosenImage(state) : null
    const images = one === null ? marked : [one]
    if (images.length === 0) return [state, []]
    const request = state.nextSession
    const place = one === null ? homePlace(state) : one.place
    const chosen = images.map(({id, tags}) => ({id, tags}))
    const form = removeForm({kind: 'remove', place, images: chosen, holdings: asked(request)})
    return opened({...state, nextSession: request + 1}, form, [
      {type: 'look', request, question: {kind: 'holdings', place}},
    ])
  },
}

/** Bytes of images: a layer that several of them hold once, as far as it is known what they share. */
function togetherSize({sharing}: State, images: readonly EngineImage[]): number {
  const whole = images.reduce((sum, {engineSize}) => sum + engineSize, 0)
  const found = images.map(({id}) => sharing?.find(id) ?? -1)
  if (sharing === null || images.length < 2 || found.includes(-1)) return whole
  const layers = new Set(found.flatMap(image => [...sharing.layersOf(image)]))
  return Math.min(
    whole,
    [...layers].reduce((sum, layer) => sum + (sharing.layer(layer).bytes ?? 0), 0),
  )
}

/** Where no container is chosen: of an image of the store, which needs no engine for it. */
function commitStored(state: State): Step {
  const image = chosenImage(state)
  if (image?.place !== 'store') return [state, []]
  return opened(state, commitImageForm(state, {kind: 'commit-image', image: image.tags[0] ?? image.id}))
}

function opened(state: State, form: Form, effects: Effect[] = []): Step {
  return [{...state, contexts: [...state.contexts, form]}, effects]
}
