import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {cleanup, render} from 'ink-testing-library'
import {afterEach, describe, expect, it} from 'vitest'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {width} from '../../src/text/width.ts'
import type {State} from '../../src/tui/app/state.ts'
import {App} from '../../src/tui/ui/mount.tsx'
import {sampleImage, sampleLayers} from './sample-image.ts'
import {after, explored, opened, opening, PLAIN, press, readingMessages} from './sample-states.ts'

afterEach(cleanup)

/** The frame as a terminal of the state's size shows it. */
function frameOf(state: State): string {
  const {columns, rows} = state.terminal
  const source = {get: () => state, subscribe: () => () => {}}
  const screen = render(<App source={source} onKey={() => {}} />)
  // The library fixes 100 columns and no rows.
  Object.defineProperties(screen.stdout, {columns: {value: columns}, rows: {value: rows}})
  screen.stdout.emit('resize')
  screen.rerender(<App source={source} onKey={() => {}} />)
  return screen.lastFrame() ?? ''
}

/** Holds a frame against the one in test/frames; UPDATE_FRAMES=1 writes it anew. */
function expectFrame(name: string, state: State): void {
  const {columns, rows} = state.terminal
  const frame = frameOf(state)
  const lines = frame.split('\n')
  expect(lines.length).toBeLessThanOrEqual(rows)
  for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns)
  const folder = join(import.meta.dirname, '..', 'frames')
  const file = join(folder, `${name}-${columns}x${rows}.txt`)
  if (process.env.UPDATE_FRAMES === '1' || !existsSync(file)) {
    if (process.env.CI) throw new Error(`${file} is missing`)
    mkdirSync(folder, {recursive: true})
    writeFileSync(file, `${frame}\n`)
  }
  expect(`${frame}\n`).toBe(readFileSync(file, 'utf8'))
}

const SIZES = [
  [60, 16],
  [80, 24],
  [120, 36],
  [140, 45],
] as const

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

const SCREENS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ['explorer', explored],
  ['files', (columns, rows) => press(explored(columns, rows), 'tab', 'j')],
  ['changes', (columns, rows) => press(explored(columns, rows), '[', '[', '[', '[', '[', 'c', 'tab')],
  ['removals', (columns, rows) => press(explored(columns, rows), 'c', 'tab')],
  ['attributes', (columns, rows) => press(explored(columns, rows), 'g', 'tab', 'a', 's', 'E', 'pagedown')],
  ['config', (columns, rows) => press(explored(columns, rows), '2')],
  ['help', (columns, rows) => press(explored(columns, rows), '?')],
  ['layer', (columns, rows) => press(explored(columns, rows), '[', '[', '[', '[', '[', 'i')],
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

describe.each(SCREENS)('the screen "%s"', (name, state) => {
  it.each(SIZES)('at %d×%d is as it was', (columns, rows) => {
    expectFrame(name, state(columns, rows))
  })
})

describe('any screen', () => {
  it.each(SCREENS)('"%s" fits terminals of every size', (_, state) => {
    for (const [columns, rows] of [
      [1, 1],
      [2, 3],
      [7, 4],
      [20, 6],
      [35, 9],
      [69, 12],
      [70, 12],
      [99, 20],
      [300, 80],
    ] as const) {
      const lines = frameOf(state(columns, rows)).split('\n')
      expect(lines.length).toBeLessThanOrEqual(rows)
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns)
    }
  })

  it.each(SCREENS)('"%s" is ASCII where the locale is', (_, state) => {
    const frame = frameOf({...state(100, 30), capabilities: {...PLAIN, unicode: false}})
    expect(frame).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('shows hostile names harmlessly', () => {
    const frame = frameOf(press(explored(120, 36), 'tab', 'E', 's', '/', 'g', 'pagedown'))
    expect(frame).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
  })
})
