import {compareTrees} from '../../src/image/analysis/comparison/compare-trees.ts'
import {configDifferences} from '../../src/image/analysis/comparison/config-differences.ts'
import {ALL_TOLD, type NoiseSwitches, QUIETER} from '../../src/image/analysis/comparison/noise.ts'
import {treeFigures} from '../../src/image/analysis/comparison/tree-figures.ts'
import type {HoldingImage} from '../../src/image/analysis/sharing/holdings.ts'
import {Sharing} from '../../src/image/analysis/sharing/sharing.ts'
import type {Union} from '../../src/image/filesystem/union.ts'
import type {Compared} from '../../src/tui/app/explorer.ts'
import {imageFacts} from '../../src/tui/app/explorer.ts'
import type {State} from '../../src/tui/app/state.ts'
import {explorerOf, withExplorer} from '../../src/tui/app/state.ts'
import {unionOf} from '../image/filesystem/stack.ts'
import {listed, sampleListing} from './home-states.ts'
import {sampleImage} from './sample-image.ts'
import {after, opening, press, explored as read} from './sample-states.ts'

/** What the images of the made-up engine hold: three stand on one base, two on what another was built from. */
export function sampleSharing(): Sharing {
  const layer = (digest: string, bytes: number, createdBy = `RUN make ${digest}`) => ({digest, bytes, createdBy})
  const base = layer('base', 124_000_000, 'ADD rootfs.tar /')
  const tools = layer('tools', 8_000_000, 'RUN apt-get install \x1b[31mcurl')
  const layers: readonly HoldingImage['layers'][] = [
    [base, layer('t', 84_000_000)],
    [base, tools, layer('api4', 1_078_000_000)],
    [base, tools, layer('old', 858_000_000)],
    [layer('tiny', 7_000)],
    [base, tools, layer('api3', 888_000_000)],
    [layer('evil', 4_200_000)],
  ]
  const {images, containers} = sampleListing()
  return new Sharing({
    sharedBy: 'chain',
    images: images.map(({id, tags}, i) => ({key: id, tags, layers: layers[i]!, parent: null, listed: true})),
    containers: containers.slice(0, 2).map(({id, names, state}) => ({
      id,
      name: names[0]!,
      image: images[1]!.id,
      running: state === 'running',
    })),
  })
}

const known = (state: State) => after(state, {type: 'sharing-known', sharing: sampleSharing()})

/** The engine knows the layers of the sample image: two images stand on its first, one on all. */
function explored(columns: number, rows: number): State {
  const image = sampleImage()
  const held = image.layers.map(({diffId}, i) => ({digest: diffId, bytes: (i + 1) * 1_000_000, createdBy: null}))
  const sharing = new Sharing({
    sharedBy: 'chain',
    containers: [],
    images: [
      {key: 'whole', tags: ['shop/api:1.4'], layers: held, parent: null, listed: true},
      {key: 'base', tags: ['debian:12'], layers: held.slice(0, 1), parent: null, listed: true},
      {
        key: 'other',
        tags: ['shop/worker:2'],
        layers: [...held.slice(0, 2), {digest: 'x', bytes: 70_000_000, createdBy: null}],
        parent: null,
        listed: true,
      },
    ],
  })
  return after(read(columns, rows), {type: 'sharing-known', sharing})
}

const sideOf = (union: Union) => ({union, layer: union.layerCount - 1, diffIds: union.layers.map(() => null)})

const [before, now] = [
  await unionOf([
    'etc/',
    'etc/os-release = one',
    'opt/app/',
    `opt/app/server.js = ${'a'.repeat(90_000)}`,
    `opt/app/gone.js = ${'b'.repeat(1_200)}`,
    `opt/old/logo.png = ${'c'.repeat(5_000)}`,
  ]),
  await unionOf([
    'etc/',
    {path: 'etc/os-release', content: 'one', mode: 0o600},
    'opt/app/',
    `opt/app/server.js = ${'a'.repeat(91_000)}`,
    `opt/new/logo.png = ${'c'.repeat(5_000)}`,
    'opt/new/\x1b[31mred = x',
  ]),
]

/** The same difference, told anew without some of it. */
export function quieter(state: State, quiet: NoiseSwitches): State {
  const {compared, session, image} = explorerOf(state)!
  const {union, figures, moves} = compareTrees(sideOf(before), sideOf(now), quiet)
  const told = {...compared!, moves, quiet, asked: quiet, packages: null}
  const next = state.nextSession - 1
  return after(state, {type: 'compared-anew', session, next, image, compared: told, union, figures})
}

/** The difference of two made-up images, walked through. */
export function compared(columns: number, rows: number): State {
  const found = compareTrees(sideOf(before), sideOf(now), ALL_TOLD)
  const image = imageFacts(sampleImage())
  const names = ['docker-daemon:shop/api:1.3', 'docker-daemon:shop/api:1.4'] as const
  const layers = names.map((comment, index) => ({
    ...image.layers[0]!,
    index,
    history: {created: null, createdBy: null, author: null, comment, emptyLayer: false},
  }))
  const config = (env: string) => Buffer.from(JSON.stringify({config: {Env: [`VERSION=${env}`], Cmd: ['node']}}))
  const difference: Compared = {
    names,
    summary: [treeFigures(before, 0), treeFigures(now, 0)],
    layers: [
      {kind: 'common', before: 0, after: 0},
      {kind: 'removed', before: 1, after: null},
      {kind: 'rebuilt', before: 2, after: 1},
      {kind: 'added', before: null, after: 2},
    ],
    config: configDifferences(config('1.3'), config('1.4')),
    packages: null,
    quiet: ALL_TOLD,
    asked: ALL_TOLD,
    moves: found.moves,
    unread: 0,
  }
  const {union, figures} = found
  return after(
    opening(columns, rows),
    {
      type: 'opened',
      session: 0,
      image: {...image, layers, tags: [], reference: names.join(' → '), config: {...image.config, history: []}},
      compared: difference,
    },
    ...union.layers.map(
      (index, layer) =>
        ({
          type: 'reading',
          session: 0,
          event: {type: 'layer-indexed', layer, index: index!, trust: 'verified'},
        }) as const,
    ),
    {type: 'reading', session: 0, event: {type: 'union', union, figures, complete: true}},
    {type: 'reading', session: 0, event: {type: 'contents-compared', union, figures}},
    {
      type: 'packages-compared',
      session: 0,
      packages: [{kind: 'dpkg', name: 'bash', before: '5.1', after: '5.2'}],
    },
    {type: 'reading-ended', session: 0, failure: null},
  )
}

/** Two opportunities, one of them hostile. */
function sameContent(columns: number, rows: number): State {
  const asked = press(known(listed(columns, rows)), 'space', 'space', 'space', 'T')
  const images = ['docker-daemon:shop/api:1.4', 'docker-daemon:shop/api:1.3', 'docker-daemon:tools:1.2']
  const found = [
    {layers: [2, 4, 7], files: 1204, bytes: 82_000_000, now: 246_000_000, folder: 'app/node_modules', images},
    {layers: [2, 4], files: 1, bytes: 4_000_000, now: 8_000_000, folder: 'usr/\x1b[31mred', images: images.slice(0, 1)},
  ]
  const {request} = asked.jobs.at(-1)!
  return after(asked, {
    type: 'job-told',
    request,
    at: asked.now,
    event: {type: 'done', outcome: {kind: 'contents', images, found}},
  })
}

/** Screens of what is shared and what differs that are held by frames. */
export const SHARING_SCREENS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ['home-sharing', (columns, rows) => press(known(listed(columns, rows)), '4', 'j')],
  ['home-sharing-marked', (columns, rows) => press(known(listed(columns, rows)), '4', 'j', 'j', 'space', 'space')],
  ['home-sharing-asking', (columns, rows) => press(listed(columns, rows), '4')],
  ['home-sharing-branch', (columns, rows) => press(known(listed(columns, rows)), '4', 'j', 'enter')],
  ['home-marked-frees', (columns, rows) => press(known(listed(columns, rows)), 'space', 'j', 'space')],
  ['home-matrix', (columns, rows) => press(known(listed(columns, rows)), 'space', 'space', 'space', 'x')],
  ['home-relatives', (columns, rows) => press(known(listed(columns, rows)), 'j', 'u')],
  ['same-content', sameContent],
  ['sharing', (columns, rows) => press(explored(columns, rows), '6')],
  ['sharing-layers', explored],
  ['layer-users', (columns, rows) => press(explored(columns, rows), 'g', 'u')],
  ['compared', compared],
  ['compared-without-noise', (columns, rows) => quieter(press(compared(columns, rows), 'I'), QUIETER[1]!)],
  [
    'compared-not-read',
    (columns, rows) =>
      press(
        withExplorer(compared(columns, rows), each => ({...each, compared: {...each.compared!, unread: 3}})),
        '5',
      ),
  ],
  ['compared-beside', (columns, rows) => press(compared(columns, rows), '5')],
]
