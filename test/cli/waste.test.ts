import {describe, expect, it} from 'vitest'
import type {Put} from '../image/filesystem/stack.ts'
import {DEMO, layerlens} from './program.ts'
import {savedImage} from './saved-image.ts'

const big = (letter: string, size: number) => letter.repeat(size)

describe('waste', () => {
  it('adds up to what inspect calls wasted, in findings, rows and files', async () => {
    const inspected = JSON.parse((await layerlens(['inspect', DEMO, '--json'])).stdout) as {
      totals: {wastedSize: number}
    }
    const {wastedSize} = inspected.totals
    const {code, stdout} = await layerlens(['waste', DEMO, '--json'])
    expect(code).toBe(0)
    const told = JSON.parse(stdout) as {
      wastedSize: number
      wasted: {yours: number; base: number}
      waste: {bytes: number; cause: string}[]
      findings: {kind: string; bytes: number}[]
    }
    const sum = (list: readonly {bytes: number}[]) => list.reduce((total, {bytes}) => total + bytes, 0)
    expect(told.wastedSize).toBe(wastedSize)
    expect(told.wasted.yours + told.wasted.base).toBe(wastedSize)
    expect(sum(told.waste)).toBe(wastedSize)
    expect(sum(told.findings.filter(({kind}) => kind === 'waste'))).toBe(wastedSize)
    const files = (await layerlens(['waste', DEMO, '--files', '--json'])).stdout.trimEnd().split('\n')
    expect(sum(files.map(line => JSON.parse(line) as {bytes: number}))).toBe(wastedSize)
  })

  it('names the instruction, the line that changes it and what that saves', async () => {
    const {stdout} = await layerlens(['waste', DEMO])
    expect(stdout).toMatch(/^1\.35 MB of 2\.51 MB never reaches the user \(54 %\) · yours 1\.35 MB · base 42 B\n/)
    expect(stdout).toContain('layer 5 `RUN chown -R app:app /opt/shop` stores again what layer 3 already stored')
    expect(stdout).toContain('fix   COPY --chown=1000:1000 . /opt/shop')
    expect(stdout).toContain('saves 453 kB, exactly 453,349 B')
  })

  it('takes the base from what is given', async () => {
    expect((await layerlens(['waste', DEMO, '--base', '0', '--quick'])).stdout).toContain('base 0 B')
    expect((await layerlens(['waste', DEMO, '--base', '10', '--quick'])).stdout).toContain('yours 0 B')
    expect((await layerlens(['waste', DEMO, '--base', DEMO, '--quick'])).stdout).toContain('yours 0 B')
    const base = await savedImage([{by: 'ADD x /', puts: ['a']}], 'base.tar')
    expect(await layerlens(['waste', DEMO, '--base', base])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not begin with the 1 layer of'),
    })
    expect(await layerlens(['waste', DEMO, '--base', '99'])).toMatchObject({code: 2})
  })

  it('finds files that are there twice by reading them', async () => {
    const put = (path: string, content: string): Put => ({path, content})
    const image = await savedImage([
      {by: 'COPY a /', puts: [put('a/x', big('x', 9000)), put('a/y', big('y', 9000))]},
      {by: 'COPY b /', puts: [put('b/x', big('x', 9000)), put('b/z', big('z', 9000))]},
    ])
    const told = JSON.parse((await layerlens(['waste', image, '--json'])).stdout) as {findings: {rule: string}[]}
    expect(told.findings).toMatchObject([
      {rule: 'duplicate-files', bytes: 9000, layer: 1, evidence: [{path: 'b', files: 1}]},
    ])
    const quick = JSON.parse((await layerlens(['waste', image, '--json', '--quick'])).stdout) as {findings: unknown[]}
    expect(quick.findings).toEqual([])
  })

  it.each<[string, Parameters<typeof savedImage>[0]]>([
    ['nothing', []],
    ['one layer', [{by: 'ADD x /', puts: ['a = 1']}]],
    ['an empty layer', [{by: 'ADD x /', puts: []}]],
    ['500 layers', Array.from({length: 500}, (_, i) => ({by: `RUN step ${i}`, puts: [`f${i % 7} = ${i}`]}))],
  ])('reads well of an image of %s', async (_, steps) => {
    const image = await savedImage(steps)
    const {code, stdout, stderr} = await layerlens(['waste', image])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^(?:Nothing is wasted|\d)/)
    expect(stdout).not.toMatch(/NaN|undefined|Infinity|null/)
  })

  it('shows hostile names and commands harmlessly', async () => {
    const image = await savedImage([
      {
        by: 'RUN /bin/sh -c echo \x1b[31mred\u202e # buildkit',
        puts: [{path: 'tmp/\x1b[2Jevil\nname', content: big('x', 5000)}],
      },
      {by: 'RUN /bin/sh -c rm \x07', puts: [{path: 'tmp/.wh.\x1b[2Jevil\nname'}]},
    ])
    for (const args of [
      ['waste', image],
      ['waste', image, '--files'],
    ]) {
      const {stdout} = await layerlens(args)
      expect(stdout).toContain(args.includes('--files') ? 'evil' : '␛[31mred')
      expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/)
    }
  })

  it('says what is missing of an image that is not whole, and ends with 2', async () => {
    expect((await layerlens(['waste', '/nowhere.tar'])).code).toBe(2)
  })
})
