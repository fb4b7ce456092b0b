import {describe, expect, it} from 'vitest'
import {age} from '../../src/text/age.ts'
import {bar} from '../../src/text/bar.ts'
import {count, exactSize, size} from '../../src/text/size.ts'
import {wrap} from '../../src/text/wrap.ts'

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [14_049, '14 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [8_100_000, '8.1 MB'],
    [86_432_100, '86.4 MB'],
    [312_000_000, '312 MB'],
    [1_214_000_000, '1.21 GB'],
    [2 ** 53, '9.01 PB'],
  ])('of %d bytes reads %s', (bytes, text) => {
    expect(size(bytes)).toBe(text)
  })

  it('is exact on demand', () => {
    expect(exactSize(1_234_567)).toBe('1,234,567 B')
    expect(count(999)).toBe('999')
  })
})

describe('an age', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  it.each([
    ['2026-11-23T11:59:40Z', 'just now'],
    ['2026-11-23T11:58:59Z', '1 minute ago'],
    ['2026-11-23T09:00:00Z', '3 hours ago'],
    ['2026-11-22T11:00:00Z', '1 day ago'],
    ['2026-11-12T12:00:00Z', '11 days ago'],
    ['2026-11-02T12:00:00Z', '3 weeks ago'],
    ['2026-06-01T12:00:00Z', '5 months ago'],
    ['2025-06-01T12:00:00Z', '17 months ago'],
    ['2022-11-23T12:00:00Z', '4 years ago'],
    ['2030-01-01T00:00:00Z', 'in the future'],
    ['1970-01-01T00:00:00Z', null],
    ['0001-01-01T00:00:00Z', null],
    ['soon', null],
    [null, null],
  ])('since %s is %s', (time, text) => {
    expect(age(time, now)).toBe(text)
  })
})

describe('a bar', () => {
  it('grows by eighths of a cell', () => {
    expect(bar(1, 4)).toBe('████')
    expect(bar(0.5, 3)).toBe('█▌')
    expect(bar(1 / 32, 4)).toBe('▏')
  })

  it('is nothing for nothing, and for what is too little to see', () => {
    expect(bar(0, 4)).toBe('')
    expect(bar(0.001, 4)).toBe('')
    expect(bar(Number.NaN, 4)).toBe('')
  })

  it('never leaves its room', () => {
    expect(bar(7, 4)).toBe('████')
    expect(bar(0.5, 4, false)).toBe('##')
  })
})

describe('wrapping', () => {
  it('breaks at spaces, else inside a word, and indents what follows', () => {
    expect(wrap('apt-get update && apt-get install', 16, {indent: '  '})).toEqual([
      'apt-get update',
      '  && apt-get',
      '  install',
    ])
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
  })

  it('gives a path a line of its own where that keeps it whole, but leaves none out for it', () => {
    expect(wrap('put it to /etc/docker/certs.d', 20)).toEqual(['put it to', '/etc/docker/certs.d'])
    expect(wrap('put it to /etc/docker/certs.d/a.crt', 20)).toEqual(['put it to /etc/docke', 'r/certs.d/a.crt'])
    expect(wrap('to /etc/docker/certs.d', 20, {limit: 1})).toEqual(['to /etc/docker/cert…'])
  })

  it('keeps line breaks and ends in a mark where lines run out', () => {
    expect(wrap('a\nb\nc', 10)).toEqual(['a', 'b', 'c'])
    expect(wrap('a\nb\nc', 10, {limit: 2})).toEqual(['a', 'b …'])
  })

  it('never makes a line wider than asked for', () => {
    for (const line of wrap('日本語 日本語日本語 x', 7, {indent: '  '})) expect(line.length).toBeLessThanOrEqual(7)
  })
})
