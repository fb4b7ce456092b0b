import {execFileSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {fixText, pastableLines} from '../../../src/cli/format/fix-lines.ts'
import type {Fix} from '../../../src/image/analysis/finding.ts'
import {width} from '../../../src/text/width.ts'

const dockerfile = (...lines: string[]) => ({file: 'Dockerfile', lines}) as const
const LONG = `RUN apt-get update && apt-get install -y ${'package '.repeat(30).trim()} && rm -rf /var/lib/apt/lists/*`

describe('the lines of a fix', () => {
  it('are whole in a pipe, however long', () => {
    expect(pastableLines(dockerfile(LONG, 'COPY a b'), null)).toEqual([LONG, 'COPY a b'])
  })

  it.each([30, 60, 63, 100])('are continued by backslashes in %i cells, and are the same line still', cells => {
    const lines = pastableLines(dockerfile(LONG), cells)
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(cells)
    expect(lines.slice(0, -1).every(line => line.endsWith(' \\'))).toBe(true)
    expect(lines.join('\n').replaceAll('\\\n', '').replace(/ {2,}/g, ' ')).toBe(LONG)
  })

  it('begin with a sign between commands rather than in the middle of one', () => {
    expect(pastableLines(dockerfile('RUN install one two && make all && rm -rf /a'), 30)).toEqual([
      'RUN install one two \\',
      '    && make all && rm -rf /a',
    ])
  })

  it.each([
    `printf '%s,' 'a  b c' d "e 'f  g' h" i\\ j \`printf '%s  ' k l\` m n`,
    `printf '%s,' "it's  one" 'and "two'  "a \\" b  c" end of it`,
  ])('mean the same to a shell: %s', command => {
    const sh = (text: string) => execFileSync('sh', ['-c', text], {encoding: 'utf8'})
    for (const cells of [8, 12, 20, 33])
      expect(sh(pastableLines(dockerfile(command), cells).join('\n'))).toBe(sh(command))
  })

  it('of .dockerignore are never continued: it knows no backslash, and has a name a line', () => {
    const name = `**/${'long name '.repeat(20).trim()}`
    expect(pastableLines({file: '.dockerignore', lines: [name, '.git']}, 40)).toEqual([name, '.git'])
  })

  const told = (fix: Fix) => fixText({fix, inBase: false})

  it('say in a report which file they belong to, unless it is the Dockerfile', () => {
    expect(told({file: '.dockerignore', lines: ['.git', 'logs'], note: 'a note'})).toEqual([
      'in .dockerignore:',
      '.git',
      'logs',
      'a note',
    ])
    expect(told({file: 'build context', lines: ['chmod +x a'], note: ''})).toEqual([
      'in the build context:',
      'chmod +x a',
    ])
    expect(told({file: 'Dockerfile', lines: ['RUN x'], note: ''})).toEqual(['RUN x'])
    expect(told({file: '.dockerignore', lines: [], note: 'a note'})).toEqual(['a note'])
    expect(fixText({fix: null, inBase: false})).toEqual([])
    expect(fixText({fix: null, inBase: true})).toEqual([expect.stringContaining('in the base image')])
  })
})
