import {describe, expect, it} from 'vitest'
import {groundOf} from '../../../src/tui/runtime/ground.ts'
import {type Report, sift} from '../../../src/tui/runtime/terminal-reports.ts'
import {randomOf} from '../../chance.ts'

const ESC = '\x1b'
const GROUND = `${ESC}]11;rgb:1e1e/1e1e/1e1e${ESC}\\`
const MOUSE = `${ESC}[<0;12;7M`

/** What comes in pieces, sifted piece by piece, what is kept back put before the next one. */
function sifted(pieces: readonly string[], awaited = true) {
  let [keys, pending, pasting] = ['', '', false]
  const reports: Report[] = []
  for (const piece of pieces) {
    const found = sift(pending + piece, pasting, awaited)
    keys += found.keys
    reports.push(...found.reports)
    pending = found.pending
    pasting = found.pasting
  }
  return {keys: keys + pending, reports}
}

describe('what a terminal sends', () => {
  it.each([
    ['keys', 'jjk', 'jjk', 0],
    ['an arrow', `${ESC}[A`, `${ESC}[A`, 0],
    ['Esc', ESC, ESC, 0],
    ['Alt and a bracket', `${ESC}]x`, `${ESC}]x`, 0],
    ['an answer', GROUND, '', 1],
    ['an answer that ends as xterm’s old ones', `${ESC}]11;rgb:ff/ff/ff\x07`, '', 1],
    ['an answer between keys', `j${GROUND}k`, 'jk', 1],
    ['what the terminal is', `${ESC}[?62;22cq`, 'q', 1],
    ['a click', `a${MOUSE}b`, 'ab', 1],
    [
      'a paste that holds all of these',
      `${ESC}[200~${GROUND}${MOUSE}${ESC}[201~x`,
      `${ESC}[200~${GROUND}${MOUSE}${ESC}[201~x`,
      0,
    ],
    ['another OSC', `${ESC}]12;rgb:0/0/0\x07`, `${ESC}]12;rgb:0/0/0\x07`, 0],
  ])('is sifted: %s', (_, text, keys, reports) => {
    const found = sifted([text])
    expect(found.keys).toBe(keys)
    expect(found.reports).toHaveLength(reports)
  })

  it('says of a click where, which button, down or up', () => {
    expect(sifted([`${ESC}[<65;120;36M${ESC}[<0;1;2m`]).reports).toEqual([
      {type: 'mouse', button: 65, column: 120, row: 36, down: true},
      {type: 'mouse', button: 0, column: 1, row: 2, down: false},
    ])
  })

  it('keeps Esc back only while an answer is on its way', () => {
    expect(sift(ESC, false, true)).toMatchObject({keys: '', pending: ESC})
    expect(sift(ESC, false, false)).toMatchObject({keys: ESC, pending: ''})
  })

  const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)
  it(`is the same in whatever pieces it comes (LAYERLENS_TEST_SEED=${seed})`, () => {
    const random = randomOf(seed)
    const parts = [
      'j',
      ' ',
      'é',
      `${ESC}[A`,
      `${ESC}[5~`,
      GROUND,
      MOUSE,
      `${ESC}[?6c`,
      `${ESC}[200~a${MOUSE}\n${ESC}[201~`,
      `${ESC}OP`,
    ]
    for (let i = 0; i < 500; i++) {
      const text = Array.from({length: 1 + random(8)}, () => parts[random(parts.length)]!).join('')
      const whole = sifted([text])
      const pieces: string[] = []
      for (let at = 0; at < text.length; ) {
        const length = 1 + random(6)
        pieces.push(text.slice(at, at + length))
        at += length
      }
      expect(sifted(pieces)).toEqual(whole)
    }
  })
})

describe('the ground of a terminal', () => {
  it.each([
    ['rgb:0000/0000/0000', 'dark'],
    ['rgb:1e/1e/1e', 'dark'],
    ['rgb:2e2e/3434/4040', 'dark'],
    ['rgb:ffff/ffff/ffff', 'light'],
    ['rgb:fdfd/f6f6/e3e3', 'light'],
    ['rgba:ffff/ffff/ffff/8080', 'light'],
    // Only the terminal's own colours fit what is neither.
    ['rgb:8080/8080/8080', null],
    ['#ffffff', null],
    ['rgb:x/y/z', null],
    ['', null],
  ])('%s is %s', (colour, ground) => expect(groundOf(colour)).toBe(ground))
})
