import {createServer} from 'node:net'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {baseOf} from '../../src/image/analysis/base-image.ts'
import {type BasesFound, findBases} from '../../src/operations/find-bases.ts'
import {Store} from '../../src/sources/store/store.ts'
import {enginesAt} from '../engine/engines.ts'
import {imageOf, openImage, ownFolder, put} from '../sources/store/images.ts'

const nothing = () => Promise.reject(new Error('nothing is named'))

describe('the base of an image', () => {
  it('is the longest of the images of the store that it begins with', async () => {
    const folder = ownFolder()
    const store = new Store(join(folder, 'store'))
    for (const [name, texts] of [
      ['base:1', ['a']],
      ['tools:1', ['a', 'b']],
      ['other:1', ['a', 'x', 'y']],
      ['shop:1', ['a', 'b', 'c']],
    ] as const) {
      await put(await imageOf(folder, texts), store, name)
    }
    const image = await openImage('store:shop:1', store)
    const {signal} = new AbortController()
    const told: BasesFound[] = []
    await findBases(image, {engine: nothing, store, resolve: nothing, signal}, found => told.push(found))
    expect(told).toHaveLength(1)
    expect(baseOf(image, told[0]!.candidates)).toMatchObject({layers: 2, source: 'prefix'})
    expect(baseOf(image, told[0]!.candidates).reason).toMatch(/^it begins with all 2 layers of .*tools:1$/)
  })

  it('is told of as far as it is known while an engine does not answer', async () => {
    const folder = ownFolder()
    const socket = join(folder, 's')
    const silent = createServer()
    const asked = new Promise<void>(resolve => silent.once('connection', () => resolve()))
    await new Promise<void>(resolve => silent.listen(socket, resolve))
    const store = new Store(join(folder, 'store'))
    await put(await imageOf(folder, ['a']), store, 'base:1')
    const image = await imageOf(folder, ['a', 'b'])
    const leaving = new AbortController()
    const {signal} = leaving
    const engine = () => enginesAt(`unix://${socket}`).find(null, signal)
    let tell = (_: BasesFound) => {}
    const first = new Promise<BasesFound>(resolve => {
      tell = resolve
    })
    const looking = findBases(image, {engine, store, resolve: nothing, signal}, found => tell(found))
    await asked
    expect(baseOf(image, (await first).candidates)).toMatchObject({layers: 1, source: 'prefix'})
    leaving.abort()
    await looking
    silent.close()
  })
})
