import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {unreached} from '../../src/sources/engine/connect-failure.ts'
import {t} from '../../src/text/translate.ts'
import type {EngineContainer, EngineListing, TriedEngine} from '../../src/tui/app/home/home.ts'
import {initialState} from '../../src/tui/app/initial.ts'
import type {State} from '../../src/tui/app/state.ts'
import {NOW} from './sample-image.ts'
import {sampleDigest} from './sample-layer.ts'
import {after, PLAIN, press} from './sample-states.ts'

type Image = EngineListing['images'][number]

const DAY = 86_400_000

function image(number: number, tags: readonly string[], days: number, size: number, shared: number | null): Image {
  return {
    id: sampleDigest(number),
    tags,
    digests: [],
    created: new Date(NOW - days * DAY).toISOString(),
    engineSize: size,
    shared,
    unique: shared === null ? null : size - shared,
    usedBy: [],
    dangling: tags.length === 0,
  }
}

function container(name: string, of: string, state: string, status: string, ports: readonly string[]): EngineContainer {
  const created = new Date(NOW - 3 * DAY).toISOString()
  return {id: name.padEnd(64, '0'), names: [name], image: of, created, state, status, ports}
}

/** What a made-up engine lists, in its order; some names would like to be more than names. */
export function sampleListing(): EngineListing {
  const users = ['api-1', 'api-2'].map(name => ({id: name.padEnd(64, '0'), names: [name]}))
  return {
    engine: {kind: 'docker', version: '27.3.1', host: 'unix:///var/run/docker.sock'},
    images: [
      {...image(3, ['localhost:5000/tools:1.2'], 0.05, 208_000_000, 124_000_000)},
      {
        ...image(
          1,
          ['shop/api:1.4', 'shop/api:latest', 'registry.lan:5000/shop/api:1.4'],
          21,
          1_210_000_000,
          132_000_000,
        ),
        usedBy: users,
      },
      {...image(4, [], 28, 990_000_000, 132_000_000), digests: [`shop/api@${sampleDigest(9)}`]},
      image(5, [], 30, 7_000, 0),
      image(2, ['shop/api:1.3'], 61, 1_020_000_000, 132_000_000),
      image(6, ['evil/\x1b[31mred\u202egnp:1'], 90, 4_200_000, null),
    ],
    containers: [
      container('api-1', 'shop/api:1.4', 'running', 'Up 3 hours', ['0.0.0.0:8080->80/tcp', '[::]:8080->80/tcp']),
      container('api-2', 'shop/api:1.4', 'exited', 'Exited (137) 2 days ago', []),
      container('box\x07\x1b]0;x', 'localhost:5000/tools:1.2', 'paused', 'Up 2 minutes (Paused)', []),
    ],
  }
}

export const noEngine = toFailure(
  new LensError(
    'engine-not-reached',
    'No engine could be reached. Tried the default socket (unix:///var/run/docker.sock): no such socket, so none runs there.',
    {advice: 'Start one, or name it with --host.'},
  ),
)

export const lost = toFailure(new LensError('engine-lost', 'The engine hung up.'))

/** Home before anything is known. */
export function looking(columns: number, rows: number): State {
  return initialState({
    reference: 'demo.tar',
    home: true,
    mayKeepOwners: true,
    terminal: {columns, rows},
    capabilities: PLAIN,
    now: NOW,
  })[0]
}

/** Home with its lists. */
export function listed(columns: number, rows: number, listing = sampleListing()): State {
  return after(looking(columns, rows), {type: 'home-listed', session: 0, listing})
}

const tried = (origin: string, path: string, code: string): TriedEngine => {
  const failure = unreached({kind: 'unix', path}, Object.assign(new Error(code), {code}))
  return {...failure, origin, host: `unix://${path}`}
}

/** What was tried where Docker's socket is closed to who asks, and no other is there. */
export const closedSocket: readonly TriedEngine[] = [
  tried(t`the default socket`, '/var/run/docker.sock', 'EACCES'),
  tried(t`rootless Docker's socket`, '/run/user/1000/docker.sock', 'ENOENT'),
  tried(t`Docker Desktop's socket`, '/home/tea/.docker/run/docker.sock', 'ENOENT'),
  tried(t`rootless Podman's socket`, '/run/user/1000/podman/podman.sock', 'ENOENT'),
  tried(t`Podman's socket`, '/run/podman/podman.sock', 'ENOENT'),
]

/** Home where no engine answers: the store lists images as the sample engine does, or these. */
export function stored(columns: number, rows: number, images = sampleListing().images): State {
  const engine = {kind: 'store', version: '', host: '/home/tea/.local/share/layerlens/store'} as const
  return listed(columns, rows, {engine, images, containers: [], tried: closedSocket})
}

/** An engine with so many images, the newest first. */
export function many(count: number): EngineListing {
  const images = Array.from({length: count}, (_, i) => image(i + 1, [`many/image-${i}:1`], i + 1, (i + 1) * 1000, 0))
  return {...sampleListing(), images}
}

/** No container stands on an image of the store. */
const inStore = (image: Image): Image => ({...image, usedBy: [], shared: image.shared ?? 0, unique: image.unique ?? 0})

/** Home's screens that are held by frames. */
export const HOME_SCREENS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ['home', (columns, rows) => press(listed(columns, rows), 'j')],
  ['home-looking', looking],
  ['home-many', (columns, rows) => press(listed(columns, rows, many(500)), 'G', 'k', 'k')],
  ['home-filtered', (columns, rows) => press(listed(columns, rows), '/', 'a', 'p', 'i', 'down')],
  ['home-filter-kept', (columns, rows) => press(listed(columns, rows), 's', 's', '/', 'a', 'p', 'i', 'enter')],
  ['home-containers', (columns, rows) => press(listed(columns, rows), '2')],
  ['home-empty', (columns, rows) => listed(columns, rows, {...sampleListing(), images: [], containers: []})],
  ['home-store', (columns, rows) => press(stored(columns, rows, sampleListing().images.map(inStore)), 'j')],
  ['home-store-empty', (columns, rows) => stored(columns, rows, [])],
  ['home-store-engines', (columns, rows) => press(stored(columns, rows), 'i')],
  ['home-store-containers', (columns, rows) => press(stored(columns, rows), '2')],
  [
    'home-no-engine',
    (columns, rows) =>
      press(
        after(
          looking(columns, rows),
          {type: 'home-failed', session: 0, failure: noEngine},
          {type: 'open-failed', session: 1, failure: noEngine},
        ),
        'esc',
      ),
  ],
  [
    'home-stale',
    (columns, rows) => after(press(listed(columns, rows), 'r'), {type: 'home-failed', session: 1, failure: lost}),
  ],
]
