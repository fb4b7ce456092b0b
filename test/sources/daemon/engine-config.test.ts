import {describe, expect, it} from 'vitest'
import {layeredSteps} from '../../../src/sources/daemon/engine-config.ts'

const step = (createdBy: string, size = 0) => ({created: null, createdBy, comment: '', size})

describe('the steps that left a layer', () => {
  it.each([
    ['those with a size', [step('ADD', 5), step('/bin/sh -c #(nop)  CMD ["x"]'), step('/bin/sh -c x', 3)], 2, [0, 2]],
    [
      'of those without, what runs or copies first',
      [step('ADD', 5), step('/bin/sh -c #(nop) WORKDIR /x'), step('/bin/sh -c :'), step('/bin/sh -c #(nop) ENV a=b')],
      2,
      [0, 2],
    ],
    [
      "BuildKit's WORKDIR before what is unknown",
      [step('something'), step('WORKDIR /x # buildkit'), step('ENV a=b # buildkit')],
      1,
      [1],
    ],
    ['never more than there are layers', [step('a', 1), step('b', 1), step('c', 1)], 2, [0, 1]],
    ['none of an image without', [step('/bin/sh -c #(nop) ENV a=b')], 0, []],
    ['all, where there are more layers than steps', [step('ENV a=b')], 3, [0]],
  ])('are %s', (_words, steps, count, layered) => {
    expect([...layeredSteps(steps, count)].sort()).toEqual(layered)
  })
})
