import {describe, expect, it} from 'vitest'
import {type DiffLine, lineDiff} from '../../src/text/line-diff.ts'

/** As `diff -u` writes it, without the two lines that name the files. */
function unified(lines: readonly DiffLine[]): string[] {
  return lines.map(line => {
    switch (line.kind) {
      case 'hunk':
        return `@@ -${rangeText(line.before)} +${rangeText(line.after)} @@`
      case 'no-line-end':
        return '\\ No newline at end of file'
      default:
        return {same: ' ', removed: '-', added: '+'}[line.kind] + line.text
    }
  })
}

function rangeText({from, count}: {from: number; count: number}): string {
  return count === 1 ? String(from) : `${from},${count}`
}

const diff = (before: string, after: string) => lineDiff(Buffer.from(before), Buffer.from(after))

describe('a difference of lines', () => {
  it.each([
    ['nothing', 'a\nb\n', 'a\nb\n', []],
    ['nothing between empty files', '', '', []],
    ['a file that begins', '', 'a\n', ['@@ -0,0 +1 @@', '+a']],
    ['a file that ends', 'a\nb\n', '', ['@@ -1,2 +0,0 @@', '-a', '-b']],
    ['a changed line', 'a\nb\nc\n', 'a\nB\nc\n', ['@@ -1,3 +1,3 @@', ' a', '-b', '+B', ' c']],
    [
      'only three lines around',
      '1\n2\n3\n4\n5\n6\n7\n8\n9\n',
      '1\n2\n3\n4\nfive\n6\n7\n8\n9\n',
      ['@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'],
    ],
    [
      'a line end that is missing',
      'a\nb',
      'a\nb\n',
      ['@@ -1,2 +1,2 @@', ' a', '-b', '\\ No newline at end of file', '+b'],
    ],
    ['line ends of another kind', 'a\r\n', 'a\n', ['@@ -1 +1 @@', '-a\r', '+a']],
  ])('tells %s', (_, before, after, expected) => {
    expect(unified(diff(before, after).lines)).toEqual(expected)
  })

  it('compares bytes: what is no text may look the same and is not', () => {
    const {lines, added, removed} = lineDiff(Buffer.from([0xff, 0x0a]), Buffer.from([0xfe, 0x0a]))
    expect(lines.slice(1)).toEqual([
      {kind: 'removed', before: 1, text: '\ufffd'},
      {kind: 'added', after: 1, text: '\ufffd'},
    ])
    expect([added, removed]).toEqual([1, 1])
  })

  it('gives up the shortest difference where it would take long, and says so', () => {
    const random = (seed: number) => Array.from({length: 20_000}, (_, i) => `${(i * seed) % 9973}`).join('\n')
    const begun = performance.now()
    const result = lineDiff(Buffer.from(`same\n${random(31)}`), Buffer.from(`same\n${random(37)}`), {patience: 50})
    expect(performance.now() - begun).toBeLessThan(2000)
    expect(result).toMatchObject({coarse: true, added: 19_999, removed: 19_999})
    expect(result.lines.length + result.left).toBeGreaterThan(39_998)
    expect(result.lines[1]).toEqual({kind: 'same', before: 1, after: 1, text: 'same'})
  })

  it('shows as much of a long line as anybody reads', () => {
    const [, removed] = diff(`${'x'.repeat(1_000_000)}\n`, 'y\n').lines
    expect(removed).toEqual({kind: 'removed', before: 1, text: 'x'.repeat(10_000)})
  })
})

/** `before` with each hunk applied, as patch(1) does it: every line that stays or goes must be there. */
function patched(before: string, lines: readonly DiffLine[]): string {
  const old = before.split(/(?<=\n)/)
  const made: string[] = []
  let at = 0
  for (const [n, line] of lines.entries()) {
    const end = lines[n + 1]?.kind === 'no-line-end' ? '' : '\n'
    if (line.kind === 'hunk') {
      const start = line.before.count === 0 ? line.before.from : line.before.from - 1
      made.push(...old.slice(at, start))
      at = start
    } else if (line.kind === 'added') made.push(line.text + end)
    else if (line.kind !== 'no-line-end') {
      expect(old[at]).toBe(line.text + end)
      expect(line.before).toBe(++at)
      if (line.kind === 'same') made.push(line.text + end)
    }
  }
  return [...made, ...old.slice(at)].join('')
}

describe('differences of random files', () => {
  it('are patches: they make the one into the other', () => {
    let seed = 20261123
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed % below
    }
    for (let round = 0; round < 300; round++) {
      const before = Array.from({length: next(60)}, () => `${next(12)}\n`)
      const after = before.flatMap(line => (next(6) === 0 ? [] : next(6) === 0 ? [`new ${next(9)}\n`, line] : [line]))
      const ends = [before, after].map(lines => lines.join('').slice(0, next(3) === 0 ? -1 : undefined))
      const [from = '', to = ''] = ends
      const {lines} = diff(from, to)
      if (from === to) expect(lines).toEqual([])
      expect(patched(from, lines)).toBe(to)
    }
  })
})
