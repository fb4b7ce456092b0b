import {describe, expect, it} from 'vitest'
import {type EngineListing, engineListing} from '../../../src/operations/engine/engine-listing.ts'
import type {Engine} from '../../../src/sources/engine/engine.ts'

const idOf = (digit: string) => `sha256:${digit.repeat(64)}`
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/images/json': [
    {Id: idOf('a'), RepoTags: ['shop/py:2', 'shop/py:latest'], RepoDigests: [], Size: 7},
    {Id: idOf('b'), RepoTags: ['<none>:<none>'], RepoDigests: [], Size: 7},
  ],
  '/containers/json': [
    {Id: 'one', Names: ['/one'], Image: idOf('a'), ImageID: idOf('a'), Ports: []},
    {Id: 'two', Names: ['/two'], Image: 'a'.repeat(12), ImageID: idOf('a'), Ports: []},
    {Id: 'three', Names: ['/three'], Image: 'shop/py:latest', ImageID: idOf('a'), Ports: []},
    {Id: 'four', Names: ['/four'], Image: idOf('b'), ImageID: idOf('b'), Ports: []},
  ],
}

describe('what an engine lists', () => {
  it('tells the image of a container by another name where it lost the first one, by its ID where it has none', async () => {
    const json = async ({path}: {path: string}) => ANSWERS[path] ?? {}
    const info = {kind: 'docker', host: 'unix:///s', origin: 'a test', version: '20.10', apiVersion: '1.41'}
    const told: EngineListing[] = []
    const {signal} = new AbortController()
    await engineListing({info, client: {json}} as unknown as Engine, signal, listing => told.push(listing))
    expect(told[0]!.containers.map(({image}) => image)).toEqual(['shop/py:2', 'shop/py:2', 'shop/py:latest', idOf('b')])
  })
})
