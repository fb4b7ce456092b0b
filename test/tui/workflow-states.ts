import type {HoldingImage, Holdings} from '../../src/image/analysis/sharing/holdings.ts'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import type {Answer} from '../../src/tui/app/form/asked.ts'
import type {State} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {listed, sampleListing} from './home-states.ts'
import {tellNewest} from './job-states.ts'
import {press} from './sample-states.ts'

/** Keys that type a text. */
export const typed = (text: string) => [...text].map(character => (character === ' ' ? 'space' : character))

/** What the form on top asked, answered. */
export function answering(before: State, key: string, answer: Answer): State {
  const [state, effects] = update(before, {type: 'key', key})
  const asked = effects.find(effect => effect.type === 'look')
  if (asked === undefined) throw new Error('nothing was asked')
  return update(state, {type: 'looked', request: asked.request, answer})[0]
}

export const changes: Answer = {kind: 'container-changes', added: 41, modified: 3, deleted: 1, bytes: 2_900_000}

/** The listed images in layers: most of them stand on the same base. */
export function sampleHoldings(): Holdings {
  const {images, containers} = sampleListing()
  const base = {digest: 'base', bytes: 132_000_000, createdBy: null}
  return {
    sharedBy: 'chain',
    images: images.map(({id, tags, engineSize}): HoldingImage => {
      const own = {digest: `own ${id}`, bytes: engineSize - (engineSize > base.bytes ? base.bytes : 0), createdBy: null}
      return {key: id, tags, layers: engineSize > base.bytes ? [base, own] : [own], parent: null, listed: true}
    }),
    containers: containers.map(({id, names, image, state}) => ({
      id,
      name: names[0]!,
      image: images.find(({tags}) => tags.includes(image))?.id ?? null,
      running: state === 'running',
    })),
  }
}

export const held = (): Answer => ({kind: 'holdings', holdings: sampleHoldings()})

const refused = toFailure(
  new LensError('registry-attestation', 'registry.example refuses the attestation that was built with tools:1.2.', {
    advice:
      'Push one platform only: docker push --platform linux/amd64 tools:1.2; or build without: --provenance=false',
  }),
)

/** Screens of the workflow that are held by frames. */
export const WORKFLOW_SCREENS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  [
    'commit',
    (columns, rows) =>
      press(
        answering(press(listed(columns, rows), '2'), 'm', changes),
        ...['tab', ...typed('add net-tools'), 'tab', 'tab', ...typed('CMD ["node","server.js"]'), 'tab'],
      ),
  ],
  ['tag', (columns, rows) => press(listed(columns, rows), 'j', 't', 'ctrl+u', ...typed('local'))],
  ['push', (columns, rows) => press(listed(columns, rows), 'j', 'P')],
  ['run', (columns, rows) => press(listed(columns, rows), 'j', 'R', 'tab', 'tab', ...typed('8080:80'))],
  ['remove', (columns, rows) => answering(press(listed(columns, rows), 'j', 'j', 'space', 'space'), 'd', held())],
  ['remove-used', (columns, rows) => answering(press(listed(columns, rows), 'j'), 'd', held())],
  [
    'push-refused',
    (columns, rows) =>
      tellNewest(
        press(listed(columns, rows), 'P', 'enter'),
        [0, {type: 'began'}],
        [900, {type: 'failed', failure: refused}],
      ),
  ],
]
