import {describe, expect, it} from 'vitest'
import {parseDiveCi} from '../../../../src/image/analysis/budgets/dive-ci.ts'
import {judgeByLeaves} from '../../../../src/image/analysis/budgets/leaf-verdict.ts'
import {leafFigures} from '../../../../src/image/analysis/leaf-efficiency.ts'
import {randomOf} from '../../../chance.ts'
import {randomStack} from '../../filesystem/random-stack.ts'
import {indexesOf, type Layers, type Put} from '../../filesystem/stack.ts'

async function figuresOf(...layers: Layers) {
  return leafFigures((await indexesOf(layers)).map(index => index!))
}

describe('the figures by leaves', () => {
  it.each<[string, Layers, number, number]>([
    ['nothing', [[]], 1, 0],
    ['one layer', [['a = 123', 'b/c = 12']], 1, 0],
    ['a file that is written again', [['a = 123'], ['a = 12345']], 3 / 8, 8],
    ['a file that is deleted: a whiteout of a file counts nothing', [['a = 123', 'b = 1'], ['.wh.a']], 1 / 4, 3],
    ['a folder that is deleted counts what was below it', [['d/a = 123', 'd/b = 12'], ['.wh.d']], 1, 0],
    ['a folder deleted twice', [['d/a = 123'], ['.wh.d', 'x'], ['d/a = 12'], ['.wh.d']], (3 + 2) / 10 + 0, 0],
    ['an opaque mark', [['d/a = 123'], ['d/', 'd/.wh..wh..opq', 'd/b = 1']], 1, 0],
    ['a whiteout of nothing ends its layer', [['a = 1'], ['.wh.nothing', 'a = 22']], 1, 0],
    ['what comes before it counts', [['-a = 1'], ['-a = 22', '.wh.nothing']], 1 / 3, 3],
    ['a hard link counts nothing', [['a = 123', 'b => a'], ['b => a']], 1, 0],
  ])('of %s', async (name, layers, efficiency, wasted) => {
    const figures = await figuresOf(...layers)
    if (name === 'a folder deleted twice') {
      // d: 3 and 2, smallest 2; d/a: 3 and 2, smallest 2; x: nothing.
      expect(figures.efficiency).toBe(4 / 10)
      expect(figures.wastedBytes).toBe(10)
    } else {
      expect(figures.efficiency).toBe(efficiency)
      expect(figures.wastedBytes).toBe(wasted)
    }
  })

  it('take the share of all layers but the first', async () => {
    expect((await figuresOf(['a = 1234567890'], ['a = 12', 'b = 12'])).userShare).toBe(12 / 4)
    expect((await figuresOf(['a = 12'])).userShare).toBeNaN()
  })

  it('are those of the formula, spelled out once more, for random layers', async () => {
    const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000_000)
    for (let i = 0; i < 200; i++) {
      const {stack} = randomStack(randomOf(seed + i))
      const layers = stack.map(layer => layer ?? [])
      const {efficiency, wastedBytes} = await figuresOf(...layers)
      expect([efficiency, wastedBytes], `LAYERLENS_TEST_SEED=${seed + i}`).toEqual(byHand(layers))
    }
  })
})

type Item = {bytes: number; directory: boolean; whiteout: boolean}

/** The formula over plain maps of paths; a node's children are the paths below it. */
function byHand(layers: readonly (readonly Put[])[]): [number, number] {
  const told = new Map<string, number[]>()
  const below = new Map<string, Item>()
  for (const puts of layers) {
    const own = new Map<string, Item>()
    for (const put of puts) {
      const parts = put.path.replace(/\/$/, '').split('/')
      const odd = parts.findIndex(part => part.startsWith('.wh.'))
      if (odd >= 0 && (odd < parts.length - 1 || parts[odd]!.startsWith('.wh..wh.'))) {
        // Its folders are there all the same.
        for (let n = 1; n <= odd; n++) implied(own, parts.slice(0, n).join('/'))
        continue
      }
      for (let n = 1; n < parts.length; n++) implied(own, parts.slice(0, n).join('/'))
      const type = put.type ?? 'file'
      own.set(parts.join('/'), {
        bytes: type === 'file' ? (put.content ?? '').length : 0,
        directory: type === 'directory',
        whiteout: odd >= 0,
      })
    }
    const order = [...own.keys()].sort(byNames)
    for (const path of order) {
      if ([...own.keys()].some(other => other.startsWith(`${path}/`))) continue
      const item = own.get(path)!
      const real = path.replace(/\.wh\.([^/]*)$/, '$1')
      let {bytes} = item
      if (item.whiteout) {
        const hidden = below.get(real)
        if (hidden === undefined) break
        bytes = 0
        if (hidden.directory)
          for (const [other, {bytes: more}] of below) if (other === real || other.startsWith(`${real}/`)) bytes += more
      }
      told.set(real, [...(told.get(real) ?? []), bytes])
    }
    for (const path of order) {
      const item = own.get(path)!
      if (!item.whiteout) below.set(path, item)
      else {
        const real = path.replace(/\.wh\.([^/]*)$/, '$1')
        for (const other of [...below.keys()]) if (other === real || other.startsWith(`${real}/`)) below.delete(other)
      }
    }
  }
  const all = [...told.values()]
  const sum = (list: readonly number[]) => list.reduce((total, bytes) => total + bytes, 0)
  const total = sum(all.map(sum))
  const smallest = sum(all.map(list => Math.min(...list)))
  return [total === 0 ? 1 : smallest / total, sum(all.filter(list => list.length > 1).map(sum))]
}

function implied(own: Map<string, Item>, path: string): void {
  if (!own.has(path)) own.set(path, {bytes: 0, directory: true, whiteout: false})
}

/** By name at each level; a node comes before its children here, which only the leaves among them notice. */
function byNames(a: string, b: string): number {
  const [x, y] = [a.split('/'), b.split('/')]
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) return x[i]! < y[i]! ? -1 : 1
  }
  return x.length - y.length
}

describe('.dive-ci', () => {
  const parse = (text: string) => parseDiveCi(text, '.dive-ci')

  it('has rules, and those of its tool where it names none', () => {
    expect(
      parse('rules:\n  lowestEfficiency: 0.95\n  highestWastedBytes: 20MB\n  highestUserWastedPercent: 0.20\n'),
    ).toEqual({
      lowestEfficiency: 0.95,
      highestWastedBytes: 20_000_000,
      highestUserWastedPercent: 0.2,
      warnings: [],
    })
    expect(parse('')).toEqual({
      lowestEfficiency: 0.9,
      highestWastedBytes: null,
      highestUserWastedPercent: 0.1,
      warnings: [],
    })
    expect(parse('rules: {highestwastedbytes: "20MiB"}').highestWastedBytes).toBe(20 * 2 ** 20)
  })

  it.each(['disabled', 'off', '"off"', 'false', '""', 'DISABLED', ''])('switches a rule off by %j', word => {
    expect(parse(`rules:\n  lowestEfficiency: ${word}\n`).lowestEfficiency).toBe(null)
  })

  it.each(['1.5', '-1', 'much', '[1]', '95%'])('refuses %s', value => {
    expect(() => parse(`rules:\n  lowestEfficiency: ${value}\n`)).toThrow('rules.lowestEfficiency')
  })

  it('passes over rules that nobody knows, and says so', () => {
    expect(parse('rules: {lowestEfficency: 0.9}').warnings).toEqual([expect.stringContaining('lowestEfficency')])
    expect(parse('rules: {constructor: 0.9}').warnings).toEqual([expect.stringContaining('constructor')])
  })

  it.each([
    [{efficiency: 0.9, wastedBytes: 5, userShare: Number.NaN}, [true, true, true]],
    [{efficiency: 0.8999, wastedBytes: 6, userShare: 0.11}, [false, false, false]],
    [{efficiency: 1, wastedBytes: 0, userShare: Number.POSITIVE_INFINITY}, [true, true, false]],
  ])('judges %j', (figures, passed) => {
    const rules = {lowestEfficiency: 0.9, highestWastedBytes: 5, highestUserWastedPercent: 0.1, warnings: []}
    expect(judgeByLeaves(rules, figures).map(verdict => verdict.passed)).toEqual(passed)
  })
})
