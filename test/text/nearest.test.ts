import {describe, expect, it} from 'vitest'
import {nearest} from '../../src/text/nearest.ts'

const KNOWN = ['--max-size', '--max-layer-size', '--max-wasted', '--max-wasted-percent', '--json', '--base']

describe('the nearest known word', () => {
  it.each([
    ['--max-sise', '--max-size'],
    ['--jsno', '--json'],
    ['--wasted', '--max-wasted'],
    ['--size', '--max-size'],
    ['--layer-size', '--max-layer-size'],
    ['--max', null],
    ['--nothing-alike', null],
    ['--', null],
  ])('to %s is %s', (word, expected) => expect(nearest(word, KNOWN)).toBe(expected))

  it.each([
    ['f5', null],
    ['de', null],
    ['uo', 'up'],
    ['pu', 'up'],
    ['upp', 'up'],
    ['zz', 'zh'],
    ['hp', null],
  ])('to the short word %s is %s', (word, expected) => expect(nearest(word, ['up', 'en', 'zh'])).toBe(expected))
})
