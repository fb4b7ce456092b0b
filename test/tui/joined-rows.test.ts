import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {beforeAll, describe, expect, it} from 'vitest'
import type {State} from '../../src/tui/app/state.ts'
import {type Clip, joinedRows, type Operation} from '../../src/tui/ui/joined-rows.ts'
import {line, type Piece} from '../../src/tui/ui/line.ts'
import {boxSide} from '../../src/tui/ui/rows/frame-row.ts'
import type {Style} from '../../src/tui/ui/style.ts'
import {themeFor} from '../../src/tui/ui/theme.ts'
import {Chance} from '../chance.ts'
import {VirtualTerminal} from '../drive/virtual-terminal.ts'
import {frameOf} from './frame-of.tsx'
import {PLAIN} from './sample-states.ts'
import {SCREENS} from './screens.ts'

const [COLUMNS, ROWS] = [60, 12]
const theme = themeFor(PLAIN)

type Write = Operation & {type: 'write'}

/** As the Row component writes: a blank that becomes the row. */
const row = (x: number, y: number, text: string): Write => ({
  type: 'write',
  x,
  y,
  text: ' ',
  transformers: [() => text],
})
const text = (x: number, y: number, text: string): Write => ({type: 'write', x, y, text, transformers: []})

/** Ink's own output layer, which its package does not export. */
interface InkOutput {
  readonly operations: readonly Operation[]
  readonly height: number
  write(x: number, y: number, text: string, options: Pick<Write, 'transformers'>): void
  clip(clip: Clip): void
  unclip(): void
  get(): {output: string; height: number}
}
let InkOutput: {new (size: {width: number; height: number}): InkOutput; prototype: InkOutput}

beforeAll(async () => {
  const file = join(import.meta.dirname, '../../node_modules/ink/build/output.js')
  ;({default: InkOutput} = await import(/* @vite-ignore */ pathToFileURL(file).href))
})

function byInk(operations: readonly Operation[]): {output: string; height: number} {
  const ink = new InkOutput({width: COLUMNS, height: ROWS})
  for (const operation of operations) {
    if (operation.type === 'clip') ink.clip(operation.clip)
    else if (operation.type === 'unclip') ink.unclip()
    else ink.write(operation.x, operation.y, operation.text, {transformers: operation.transformers})
  }
  return ink.get()
}

function onTerminal({output}: {output: string}): string {
  const terminal = new VirtualTerminal(COLUMNS, ROWS)
  terminal.write(output.replaceAll('\n', '\r\n'))
  expect(terminal.strange).toEqual([])
  return terminal.styled()
}

const WORDS = ['usr', 'lib', '名前', 'é', 'naïve', '  ', '', '▇▇▏', '… and more', '🐳', 'e\u0301']
const STYLES: readonly (Style | null)[] = [null, 'quiet', 'strong', 'accent', 'problem', 'title', 'match', 'caret']

/** Rows beside and below each other, now and then all but some of them cut off. */
function randomFrame(chance: Chance): Operation[] {
  const writes: Operation[] = []
  let clips = 0
  for (let y = 0; y < ROWS; y++) {
    if (chance.below(4) === 0) {
      const y1 = chance.below(ROWS)
      writes.push({type: 'clip', clip: {y1, y2: y1 + chance.below(ROWS)}})
      clips++
    }
    if (clips > 0 && chance.below(4) === 0) {
      writes.push({type: 'unclip'})
      clips--
    }
    for (let x = chance.below(5); x < COLUMNS - 2; ) {
      const cells = Math.min(COLUMNS - x, 2 + chance.below(20))
      const pieces = Array.from({length: chance.below(4)}, (): Piece => [chance.of(WORDS), chance.of(STYLES)])
      writes.push(row(x, y, line(pieces, cells, theme, chance.of([null, null, 'focused', 'selected']))))
      x += cells + chance.below(6)
    }
  }
  return writes
}

const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)

describe('a frame of rows', () => {
  it(`looks on a terminal as Ink draws it (LAYERLENS_TEST_SEED=${seed})`, () => {
    for (let i = 0; i < 100; i++) {
      const frame = randomFrame(new Chance(seed + i))
      const joined = joinedRows(frame, ROWS)!
      expect(joined.height).toBe(ROWS)
      expect(onTerminal(joined), `seed ${seed + i}`).toBe(onTerminal(byInk(frame)))
    }
  })

  it('holds boxes, whose sides go down several rows', () => {
    const frame = [
      text(0, 1, boxSide('left', 6, 3, true, theme)),
      ...[0, 1, 2, 3, 4, 5].map(i => row(1, 1 + i, line([['row', 'strong']], 20, theme))),
      text(21, 1, boxSide('right', 6, 3, true, theme)),
      row(22, 4, 'beside'),
    ]
    expect(onTerminal(joinedRows(frame, ROWS)!)).toBe(onTerminal(byInk(frame)))
  })

  it('is cut below and above', () => {
    const frame: Operation[] = [
      {type: 'clip', clip: {y1: 1, y2: 3}},
      text(0, 0, 'above\nfirst\nsecond\nbelow'),
      {type: 'clip', clip: {y1: 0, y2: 2}},
      text(10, 0, 'above\nfirst\nbelow'),
      {type: 'unclip'},
      text(20, 2, 'second\nbelow'),
      {type: 'unclip'},
      text(0, 3, 'free'),
    ]
    expect(joinedRows(frame, ROWS)).toEqual(byInk(frame))
  })

  it('leaves out what lies below the screen', () => {
    const frame = [text(0, ROWS - 1, 'last\nbeyond'), row(0, ROWS + 3, 'far')]
    expect(joinedRows(frame, ROWS)).toEqual(byInk(frame))
  })
})

describe('what is more than rows beside each other', () => {
  const cases: readonly [string, readonly Operation[]][] = [
    ['a text over another', [text(0, 0, 'below'), text(3, 0, 'over')]],
    ['a text left of one that is there', [text(9, 0, 'right'), text(0, 0, 'left')]],
    ['a text that is cut at a column', [{type: 'clip', clip: {x1: 0, x2: 2}}, text(0, 0, 'much'), {type: 'unclip'}]],
    ['a style that goes on behind its row', [text(0, 0, '\x1b[31mred'), text(5, 0, 'red?')]],
    ['a style that goes on in the next line', [text(0, 0, '\x1b[31mred\nred\x1b[39m')]],
    ['a background that goes on', [text(0, 0, '\x1b[48;5;12mblue\x1b[39m')]],
    ['a link', [text(0, 0, '\x1b]8;;http://a.example\x07here\x1b]8;;\x07')]],
  ]
  it.each(cases)('is left to Ink: %s', (_, operations) => {
    expect(joinedRows(operations, ROWS)).toBeNull()
  })

  it('is not a row that ends its colours, of 256 or true ones', () => {
    expect(joinedRows([text(0, 0, '\x1b[1m\x1b[48;5;12m\x1b[38;2;1;2;3mx\x1b[39m\x1b[49m\x1b[22m')], 1)).not.toBeNull()
    expect(joinedRows([text(0, 0, '\x1b[4;1;38:5:9mx\x1b[0m')], 1)).not.toBeNull()
  })
})

/** What Ink's output layer is told for the frame of a state. */
function operationsOf(state: State): InkOutput {
  const {get} = InkOutput.prototype
  let drawn: InkOutput | null = null
  InkOutput.prototype.get = function () {
    drawn = this
    return get.call(this)
  }
  try {
    frameOf(state)
  } finally {
    InkOutput.prototype.get = get
  }
  return drawn!
}

describe('every screen', () => {
  // One thing in it that is not would cost every key a half more.
  it.each(SCREENS)('"%s" is such a frame', (_, state) => {
    for (const [columns, rows] of [
      [60, 16],
      [140, 45],
    ] as const) {
      const {operations, height} = operationsOf(state(columns, rows))
      expect(operations.length).toBeGreaterThan(3)
      expect(joinedRows(operations, height)).not.toBeNull()
    }
  })
})
