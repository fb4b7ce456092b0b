import {afterEach, describe, expect, it} from 'vitest'
import {buildUnion} from '../../src/image/filesystem/build-union.ts'
import {PathMatches} from '../../src/image/filesystem/filter/path-matches.ts'
import type {PathPattern} from '../../src/image/filesystem/filter/pattern.ts'
import {PathMatcher} from '../../src/operations/match-paths.ts'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import {sampleLayer} from '../tui/sample-layer.ts'

const {union} = buildUnion([sampleLayer(['a/b', 'a/c', `x/${'a'.repeat(60)}!`])])
/** Tries 2^60 ways on the last name. */
const ENDLESS: PathPattern = {kind: 'regex', text: '^(a+)+$'}
const plain = (text: string): PathPattern => ({kind: 'substring', text})

const pools: WorkerPool[] = []
afterEach(() => Promise.all(pools.splice(0).map(pool => pool.close())))

function matcher(): PathMatcher {
  const pool = new WorkerPool(new URL('../../dist/worker.js', import.meta.url), 1)
  pools.push(pool)
  return new PathMatcher(pool)
}

async function paths(asked: ReturnType<PathMatcher['match']>): Promise<string[]> {
  const matches = new PathMatches(union, await asked)
  return [...Array(union.columns.nodeCount).keys()].filter(node => matches.has(node)).map(node => union.path(node))
}

const wanted = () => new AbortController().signal

describe('matching in a thread apart', () => {
  it('answers one question after the other', async () => {
    const paired = matcher()
    const [b, c] = [paired.match(union, plain('b'), wanted()), paired.match(union, plain('c'), wanted())]
    expect(await paths(b)).toEqual(['a/b'])
    expect(await paths(c)).toEqual(['a/c'])
  })

  it('ends an expression that gets stuck, says so, and goes on', async () => {
    const stuck = matcher()
    await expect(stuck.match(union, ENDLESS, wanted())).rejects.toMatchObject({
      kind: 'limit-exceeded',
      message: 'This expression takes too long: it was stopped.',
    })
    expect(await paths(stuck.match(union, plain('c'), wanted()))).toEqual(['a/c'])
  })

  it('never waits for what nobody wants any more', async () => {
    const hurried = matcher()
    const controllers = Array.from({length: 5}, () => new AbortController())
    const given = controllers.map(({signal}) => hurried.match(union, ENDLESS, signal))
    const dropped = Promise.allSettled(given)
    // The first one runs, and is stuck.
    await new Promise(resolve => setTimeout(resolve, 300))
    for (const controller of controllers) controller.abort()
    const before = performance.now()
    expect(await paths(hurried.match(union, plain('b'), wanted()))).toEqual(['a/b'])
    expect(performance.now() - before).toBeLessThan(1900)
    for (const result of await dropped) expect(result).toMatchObject({status: 'rejected', reason: {kind: 'cancelled'}})
  })

  it('ends with its pool, stuck or not', async () => {
    const ended = matcher()
    const asked = expect(ended.match(union, ENDLESS, wanted())).rejects.toThrow()
    await new Promise(resolve => setTimeout(resolve, 200))
    await pools.pop()!.close()
    await asked
  })
})
