import type {ContentComparison} from '../../src/image/analysis/content-comparison.ts'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {lineDiff} from '../../src/text/line-diff.ts'
import {type State, withExplorer} from '../../src/tui/app/state.ts'
import {HISTORIES} from './history-samples.ts'
import {HOME_SCREENS} from './home-states.ts'
import {JOB_SCREENS} from './job-states.ts'
import {REGISTRY_SCREENS} from './registry-states.ts'
import {NOW, sampleImage, sampleLayers} from './sample-image.ts'
import {sampleDigest} from './sample-layer.ts'
import {PREVIEWS} from './sample-previews.ts'
import {after, explored, onPath, opened, opening, press, pressAnswered, readingMessages} from './sample-states.ts'
import {SHARING_SCREENS} from './sharing-states.ts'
import {WASTE_SCREENS} from './waste-states.ts'
import {WORKFLOW_SCREENS} from './workflow-states.ts'

const choices = ['1.4', '1.3', ''].map((tag, i) => ({
  reference: `docker-archive:shop.tar:@${i}`,
  tags: tag === '' ? [] : [`shop/api:${tag}`],
  id: sampleImage().id,
  platform: {os: 'linux', architecture: i === 1 ? 'arm64' : 'amd64', variant: i === 1 ? 'v8' : null},
  created: sampleImage().config.created,
  layerCount: 8 + i,
  storedSize: 518_000_000 - i * 100_000_000,
}))

const failure = toFailure(
  new LensError(
    'not-an-image',
    'shop.tar is a tar, but not of an image: it looks like a `docker export` of a container.',
    {
      advice: 'Save the image instead: docker save -o shop.tar IMAGE',
    },
  ),
)

const fullDisk = toFailure(new LensError('io', 'The disk is full.', {advice: 'Make room, or extract to another disk.'}))

/** Two versions of a configuration, one of them not as harmless as it looks. */
const TEXTS = [
  ['# tea shop', 'port 8080', 'host \x1b[31mlocalhost', ...Array.from({length: 30}, (_, i) => `leaf ${i}`), 'end'],
  [
    '# tea shop',
    'port 80',
    'tls on',
    'host localhost',
    ...Array.from({length: 30}, (_, i) => `leaf ${i}`),
    `end\t${'x'.repeat(150)}`,
  ],
].map(lines => Buffer.from(`${lines.join('\n')}\n`)) as [Buffer, Buffer]

/** A comparison that was asked for, answered. */
function compared(state: State, comparison: ContentComparison): State {
  return after(state, {type: 'compared', request: 1, comparison})
}

/** Something was extracted, but not all of it. */
function extracted(columns: number, rows: number): State {
  const failures = [
    {path: 'usr/lib/os-release', message: 'Something of that name is already there.'},
    {path: 'usr/lib/\x1b[2Jnothing\u202e', message: 'Something of that name is already there.'},
    {path: 'usr/lib/null', message: 'A device is not made.'},
  ]
  return after(press(onPath(explored(columns, rows), 'usr/lib'), 'e', 'enter'), {
    type: 'job-told',
    request: 1,
    at: NOW,
    event: {
      type: 'done',
      outcome: {
        kind: 'extract',
        directory: './shop-api-1.4',
        extraction: {files: 3120, folders: 3, links: 0, bytes: 212e6, failures, failureCount: 1003, attributesLost: 0},
      },
    },
  })
}

const passwd = (columns: number, rows: number) => press(onPath(explored(columns, rows), 'etc/passwd'), 'v')

/** The engine holds an image that this one stands on, and the configuration silences a rule and a path. */
function silenced(state: State): State {
  const found = {
    candidates: [
      {
        name: 'debian:12',
        names: ['debian:12'],
        digest: null,
        diffIds: sampleImage()
          .layers.slice(0, 2)
          .map(({diffId}) => diffId),
      },
    ],
    given: null,
    silences: [
      {rule: 'deleted-later', path: null, reason: 'the next base image mends it'},
      {rule: '*', path: 'usr/lib/**', reason: 'not ours'},
    ],
    problem: null,
  }
  return after(state, {type: 'bases-found', session: 0, found})
}

function mapOf(state: State, path: string): State {
  return withExplorer(state, each => ({...each, map: {...each.map, folder: each.union!.find(path)}}))
}

/** Every screen of the program, in a state that shows what it has to show, at a size. */
export const SCREENS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ...HOME_SCREENS,
  ...SHARING_SCREENS,
  ...REGISTRY_SCREENS,
  ...JOB_SCREENS,
  ...WORKFLOW_SCREENS,
  ['explorer', explored],
  ['files', (columns, rows) => press(explored(columns, rows), 'tab', 'j')],
  ['changes', (columns, rows) => press(explored(columns, rows), '[', '[', '[', '[', '[', 'tab', 'c')],
  ['removals', (columns, rows) => press(explored(columns, rows), 'tab', 'c')],
  ['attributes', (columns, rows) => press(explored(columns, rows), 'g', 'tab', 'a', 's', 'E', 'pagedown')],
  ['config', (columns, rows) => press(explored(columns, rows), '5')],
  ['history', (columns, rows) => press(explored(columns, rows), '4', 'k', 'k', 'k', 'k', 'k', 'k')],
  ...HISTORIES,
  ['instruction', (columns, rows) => press(explored(columns, rows), '4', 'g', 'j', 'j', 'j', 'i')],
  ['palette', (columns, rows) => press(explored(columns, rows), 'tab', ':', ...'fold')],
  ['palette-found', (columns, rows) => press(explored(columns, rows), ':', ...'copy', 'down')],
  ['palette-none', (columns, rows) => press(explored(columns, rows), ':', ...'zzz')],
  ['help', (columns, rows) => press(explored(columns, rows), '?')],
  ['layer', (columns, rows) => press(explored(columns, rows), '[', '[', '[', '[', '[', 'i')],
  ['filter-begun', (columns, rows) => pressAnswered(explored(columns, rows), '/')],
  ['filter', (columns, rows) => pressAnswered(explored(columns, rows), '/', ...'lorem-ip', 'down')],
  ['filter-glob', (columns, rows) => pressAnswered(explored(columns, rows), '[', '[', '/', ...'app/**/a*.js')],
  ['filter-bad', (columns, rows) => pressAnswered(explored(columns, rows), '/', 'tab', ...'lo(rem')],
  ['filter-none', (columns, rows) => pressAnswered(explored(columns, rows), '/', ...'nowhere')],
  ['filter-kept', (columns, rows) => pressAnswered(explored(columns, rows), '/', ...'c', 'enter', 'n', 'n', 'n')],
  ['waste', (columns, rows) => pressAnswered(explored(columns, rows), '2', 'j')],
  ['waste-open', (columns, rows) => pressAnswered(explored(columns, rows), '2', 'enter', 'j')],
  ['waste-looking', (columns, rows) => press(explored(columns, rows), '2')],
  ...WASTE_SCREENS,
  ['waste-silenced', (columns, rows) => pressAnswered(silenced(explored(columns, rows)), '2', 's', 'G', 'enter')],
  ['waste-of-another-base', (columns, rows) => pressAnswered(explored(columns, rows), '2', '+', '+', 'b', 'b')],
  ['map', (columns, rows) => pressAnswered(explored(columns, rows), '3', 'right')],
  ['map-by-cause', (columns, rows) => pressAnswered(explored(columns, rows), '3', 'c', 'right', 'down')],
  ['map-by-age', (columns, rows) => pressAnswered(explored(columns, rows), '3', 'c', 'c')],
  ['map-of-a-folder', (columns, rows) => pressAnswered(mapOf(explored(columns, rows), 'usr'), '3', 'G')],
  ['largest', (columns, rows) => press(explored(columns, rows), 'L', 'j', 'j')],
  ['refused', (columns, rows) => press(explored(columns, rows), 'x')],
  ['metadata-only', (columns, rows) => opened(opening(columns, rows))],
  [
    'reading',
    (columns, rows) =>
      after(
        opened(opening(columns, rows)),
        ...readingMessages(
          sampleLayers().map((layer, i) => (i === 0 || i === 7 ? layer : null)),
          false,
        ),
        {type: 'reading', session: 0, event: {type: 'layer-progress', layer: 1, done: 62, total: 100}},
        {type: 'reading', session: 0, event: {type: 'layer-failed', layer: 5, failure}},
      ),
  ],
  ['picker', (columns, rows) => after(opening(columns, rows), {type: 'choices', preferred: 0, session: 0, choices})],
  ['failed', (columns, rows) => after(opening(columns, rows), {type: 'open-failed', session: 0, failure})],
  ['opening', opening],
  ...PREVIEWS,
  ['versions', passwd],
  [
    'versions-of-a-folder',
    (columns, rows) => press(onPath(explored(columns, rows), 'var/cache/apt'), 'v', 'k', 'space'),
  ],
  ['comparing', (columns, rows) => press(passwd(columns, rows), '=')],
  [
    'comparison',
    (columns, rows) =>
      press(compared(press(passwd(columns, rows), '='), {kind: 'text', diff: lineDiff(...TEXTS)}), 'n'),
  ],
  [
    'comparison-of-bytes',
    (columns, rows) =>
      compared(press(onPath(explored(columns, rows), 'usr/lib/ld.so'), 'v', '='), {
        kind: 'bytes',
        why: 'binary',
        before: {size: 210_000, digest: sampleDigest(7)},
        after: {size: 210_000, digest: sampleDigest(8)},
        firstDifference: 4660,
      }),
  ],
  ['form', (columns, rows) => press(onPath(explored(columns, rows), 'usr/lib'), 'e', 'left', 'left')],
  [
    'form-failed',
    (columns, rows) =>
      after(press(onPath(explored(columns, rows), 'etc/passwd'), 'e', 'tab', 'space', 'enter'), {
        type: 'job-told',
        request: 1,
        at: NOW,
        event: {type: 'failed', failure: fullDisk},
      }),
  ],
  [
    'extracting',
    (columns, rows) =>
      after(press(onPath(explored(columns, rows), 'usr/lib'), 'e', 'enter'), {
        type: 'job-told',
        request: 1,
        at: NOW,
        event: {type: 'progress', progress: {label: 'extract', done: 131_000_000, total: 212_000_000, parts: []}},
      }),
  ],
  ['extracted', extracted],
  ['not-written', (columns, rows) => press(extracted(columns, rows), 'w')],
  [
    'unpacking',
    (columns, rows) =>
      after(opening(columns, rows), {
        type: 'opening',
        session: 0,
        progress: {label: 'Reading shop.tar.gz', done: 168_000_000, total: 969_000_000},
      }),
  ],
]
