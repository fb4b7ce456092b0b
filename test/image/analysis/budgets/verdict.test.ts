import {describe, expect, it} from 'vitest'
import {NO_CONFIG} from '../../../../src/image/analysis/budgets/check-config.ts'
import {judge, type Measured} from '../../../../src/image/analysis/budgets/verdict.ts'

describe('growth', () => {
  const grown = (before: number, after: number) => {
    const measured: Measured = {
      size: after,
      compressedSize: null,
      layers: [],
      wasted: 0,
      growth: {reference: 'old', before, after, bases: null},
      withoutBase: false,
    }
    return judge({...NO_CONFIG.budgets, growth: {unit: 'percent', value: 5}}, measured)[0]
  }

  it.each([
    [1000, 1500, 'the growth against old is 50.00 % (1 kB → 1.5 kB), more than 5.00 %', false],
    [1000, 900, 'the growth against old is -10.00 % (1 kB → 900 B), at most 5.00 %', true],
    [1_000_000, 999_999, 'the growth against old is 0.00 % (1 MB → 1 MB), at most 5.00 %', true],
  ])('from %i to %i is told', (before, after, message, passed) =>
    expect(grown(before, after)).toMatchObject({budget: 'growth', message, passed}),
  )
})
