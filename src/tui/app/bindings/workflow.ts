import {t} from '../../../text/translate.ts'
import {noRegistryReason} from '../form/registry-form.ts'
import {keyFor} from '../key-for.ts'
import {type State, top} from '../state.ts'
import {
  chosenImage,
  chosenImages,
  noImageReason,
  notCommittableReason,
  notRunnableReason,
} from '../verbs/chosen-image.ts'
import {notLoadedReason, notPulledReason, openImage} from '../verbs/where-it-is.ts'
import {type Binding, EXPLORER, HOMES} from './binding.ts'
import {failureHere, isMarked} from './reasons.ts'

/** Commit, tag, push: what is done with an engine's images and containers, and with the store's images. */
export const WORKFLOW: readonly Binding[] = [
  {
    id: 'commit',
    places: ['home-images', 'home-containers', ...EXPLORER],
    keys: ['m'],
    label: t`commit: what a container changed, or a change of a stored image`,
    hint: t`commit`,
    rank: 2,
    disabled: state => notCommittableReason(state),
    message: () => ({type: 'ask', about: 'commit'}),
  },
  {
    id: 'tag',
    places: ['home-images', ...EXPLORER],
    keys: ['t'],
    label: t`tag: give the image another name, and push it`,
    hint: t`tag`,
    rank: 4,
    disabled: state => noImageReason(state),
    message: () => ({type: 'ask', about: 'tag'}),
  },
  {
    id: 'push',
    places: ['home-images', ...EXPLORER],
    keys: ['P'],
    label: t`push: send it to its registry`,
    hint: t`push`,
    rank: 4,
    disabled: state => noImageReason(state) ?? unnamedReason(state),
    message: () => ({type: 'ask', about: 'push'}),
  },
  {
    id: 'pull',
    // Among a repository's tags it is about the one under the cursor.
    places: [...HOMES.filter(place => place !== 'home-registries'), ...EXPLORER],
    keys: ['p'],
    label: t`pull: get an image from a registry`,
    hint: t`pull`,
    rank: 5,
    disabled: state => notPulledReason(state),
    message: () => ({type: 'ask', about: 'pull'}),
  },
  {
    id: 'save',
    places: ['home-images', ...EXPLORER],
    keys: ['S'],
    label: t`save it, or what is marked, into an archive`,
    disabled: state => (chosenImages(state).length > 0 ? undefined : noImageReason(state)),
    message: () => ({type: 'ask', about: 'save'}),
  },
  {
    id: 'load',
    places: ['home-images', ...EXPLORER],
    keys: ['O'],
    label: t`load an archive into the engine, or the store`,
    // In a list it is one of many ways to an image, and beside findings and steps not what one looks for.
    hint: state => (openImage(state)?.tab === 'files' ? t`load` : ''),
    rank: 7,
    disabled: state => notLoadedReason(state),
    message: () => ({type: 'ask', about: 'load'}),
  },
  {
    id: 'run',
    places: ['home-images', ...EXPLORER],
    keys: ['R'],
    label: t`run it: the container has the terminal until it ends`,
    hint: t`run`,
    rank: 5,
    disabled: state => notRunnableReason(state),
    message: () => ({type: 'ask', about: 'run'}),
  },
  {
    id: 'remove',
    places: ['home-images', 'home-sharing'],
    keys: ['d', 'delete'],
    label: t`remove it, or what is marked: shows first what is freed`,
    hint: t`remove`,
    rank: state => (isMarked(state) ? 1 : 5),
    disabled: state => (chosenImages(state).length > 0 ? undefined : noImageReason(state)),
    message: () => ({type: 'ask', about: 'remove'}),
  },
  {
    id: 'start-registry',
    places: HOMES,
    keys: ['N'],
    label: t`start a private registry on this engine`,
    disabled: state => noRegistryReason(state),
    message: () => ({type: 'ask', about: 'registry'}),
  },
  {
    id: 'copy-advice',
    places: ['job'],
    keys: ['y'],
    label: t`copy what is to be typed`,
    hint: t`copy`,
    rank: 2,
    disabled: state => (failureHere(state) === null ? t`This job did not fail.` : undefined),
    message: state => ({type: 'copy-advice', request: requestHere(state)}),
  },
  {
    id: 'push-one-platform',
    places: ['job'],
    keys: ['o'],
    label: t`push one platform only, without the attestation`,
    hint: t`push one platform`,
    rank: 1,
    disabled: state =>
      failureHere(state)?.kind === 'registry-attestation' ? undefined : t`No attestation stands in the way.`,
    message: state => ({type: 'push-one-platform', request: requestHere(state)}),
  },
]

function unnamedReason(state: State): string | undefined {
  return chosenImage(state)?.tags.length === 0
    ? t`This image has no name to push: ${keyFor(state, 'tag')} gives it one.`
    : undefined
}

function requestHere(state: State): number {
  const context = top(state)
  return context.kind === 'job' ? context.request : -1
}
