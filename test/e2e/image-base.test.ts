import {describe, expect, it} from 'vitest'
import {baseOf, basesOf} from '../../src/image/analysis/base-image.ts'
import type {Image} from '../../src/image/oci/image.ts'
import {baseCandidates} from '../../src/operations/base-candidates.ts'
import {type BaseSources, type BasesFound, findBases} from '../../src/operations/find-bases.ts'
import {Store} from '../../src/sources/store/store.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {requires} from '../corpus/real/tools.ts'
import {dockerEngine, enginesAt} from '../engine/engines.ts'
import {context, openImage} from '../engine/loading.ts'

const archive = async () => (await corpusImage('docker save of several, the commit')).path
const {signal} = context
const nothing = () => Promise.reject(new Error('nothing is named'))

/** All that is found in the end. */
async function told(image: Image, more: Partial<BaseSources>) {
  const all: BasesFound[] = []
  const store = new Store('/nowhere/store')
  await findBases(image, {engine: nothing, store, resolve: nothing, signal, ...more}, found => all.push(found))
  return all.at(-1)!
}

describe('the base of an image', requires('dockerd'), () => {
  const docker = dockerEngine(async ({run}) => void (await run('load', '--quiet', '--input', await archive())))
  const engine = async () => enginesAt(docker().host).find(null, signal)

  it('is the longest of the engine’s images that it begins with, wherever it lies itself', async () => {
    const image = await openImage(`docker-archive:${await archive()}:corpus/steps:1`)
    const candidates = await baseCandidates(await engine(), signal)
    expect(baseOf(image, candidates)).toMatchObject({
      layers: 1,
      name: 'corpus-base:1',
      source: 'prefix',
      reason: 'it begins with the layer of corpus-base:1',
    })
    // What was committed on top of it begins with it in turn; the other bases can be chosen all the same.
    const committed = await openImage(`docker-archive:${await archive()}:corpus/committed:1`)
    const all = basesOf(committed, candidates)
    expect(all[0]).toMatchObject({name: 'corpus/steps:1', layers: committed.layers.length - 1, source: 'prefix'})
    expect(all.map(({layers}) => layers)).toEqual(expect.arrayContaining([1, 0]))
  })

  it('is looked for where an engine answers, and done without where none does', async () => {
    const image = await openImage(`docker-archive:${await archive()}:corpus/steps:1`)
    const found = await told(image, {engine})
    expect(found).toMatchObject({given: null, silences: [], problem: null})
    expect(found.candidates.map(({name}) => name)).toEqual(expect.arrayContaining(['corpus-base:1', 'corpus/steps:1']))
    expect((await told(image, {})).candidates).toEqual([])
  })
})
