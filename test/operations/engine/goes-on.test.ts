import {expect, it} from 'vitest'
import {goesOn, runningContainers} from '../../../src/operations/engine/goes-on.ts'
import type {Engine} from '../../../src/sources/engine/engine.ts'
import {EngineRefusal} from '../../../src/sources/engine/refusal.ts'

type Row = readonly [id: string, name: string, image: string, state: string]

/** An engine that lists these, or refuses to. */
function listing(rows: readonly Row[] | null): Engine {
  const json = async () => {
    if (rows === null) throw new EngineRefusal('engine-refused', 500, 'no')
    return rows.map(([Id, name, Image, State]) => ({Id, Names: [`/${name}`], Image, State}))
  }
  return {client: {json}} as unknown as Engine
}

const BEFORE: Row = ['a', 'before', 'shop/api:1', 'running']

it.each<[what: string, rows: readonly Row[] | null, name: string | null, expected: string | null]>([
  ['nothing new', [BEFORE], null, null],
  ['a new one of the image', [['b', 'left', 'shop/api:1', 'running'], BEFORE], null, 'left'],
  ['its full name', [['b', 'left', 'localhost/shop/api:1', 'paused'], BEFORE], null, 'left'],
  ['one of another image', [['b', 'other', 'api:1', 'running'], BEFORE], null, null],
  ['one that has ended', [['b', 'ended', 'shop/api:1', 'exited'], BEFORE], null, null],
  ['its name', [['c', 'second', 'shop/api:1', 'running'], ['b', 'mine', 'x', 'running'], BEFORE], 'mine', 'mine'],
  ['not its name', [['c', 'second', 'shop/api:1', 'running'], BEFORE], 'mine', null],
  ['a name that another had', [BEFORE], 'before', null],
  ['an engine that refuses', null, null, null],
])('after a client ended: %s', async (_, rows, name, expected) => {
  const before = await runningContainers(listing([BEFORE, ['z', 'old', 'x', 'exited']]))
  expect(await goesOn(listing(rows), {id: null, name, image: 'shop/api:1'}, before)).toBe(expected)
})

it('does not guess where it is not known what ran before', async () => {
  expect(await runningContainers(listing(null))).toBeNull()
  expect(await goesOn(listing([BEFORE]), {id: null, name: null, image: 'shop/api:1'}, null)).toBeNull()
})

it.each<[what: string, rows: readonly Row[], expected: string | null]>([
  [
    'runs',
    [
      ['other', 'other', 'shop/api:1', 'running'],
      ['b', 'mine', 'shop/api:1', 'paused'],
    ],
    'mine',
  ],
  [
    'has ended',
    [
      ['other', 'other', 'shop/api:1', 'running'],
      ['b', 'mine', 'shop/api:1', 'exited'],
    ],
    null,
  ],
  ['is gone', [['other', 'other', 'shop/api:1', 'running']], null],
])('asks after the very container whose ID is known: it %s', async (_, rows, expected) => {
  expect(await goesOn(listing(rows), {id: 'b', name: null, image: 'shop/api:1'}, new Set())).toBe(expected)
  expect(await goesOn(listing(rows), {id: 'b', name: null, image: 'shop/api:1'}, null)).toBe(expected)
})
