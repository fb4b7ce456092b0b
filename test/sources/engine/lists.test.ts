import {describe, expect, it} from 'vitest'
import {parseContainerList} from '../../../src/sources/engine/container-list.ts'
import {parseImageList} from '../../../src/sources/engine/image-list.ts'

const ID = `sha256:${'a'.repeat(64)}`

describe.each([
  ['images', (Created: unknown) => parseImageList([{Id: ID, Created}])[0]!.created],
  ['containers', (Created: unknown) => parseContainerList([{Id: 'c', Created}])[0]!.created],
])('of the %s that an engine lists', (_, createdOf) => {
  it.each([
    [1_700_000_000, '2023-11-14T22:13:20.000Z'],
    [0, null],
    [-1, null],
    ['1700000000', null],
    [undefined, null],
    [1e300, null],
  ])('one that was made at %j is of %j', (created, told) => {
    expect(createdOf(created)).toBe(told)
  })
})

describe('the image that one was built on', () => {
  it.each([
    ['as Docker writes it', ID, ID],
    ['as Podman writes it, without the algorithm', 'a'.repeat(64), ID],
    ['where there is none', '', null],
    ['where nothing is told', undefined, null],
  ])('is read %s', (_, ParentId, told) => {
    expect(parseImageList([{Id: ID, ParentId}])[0]!.parent).toBe(told)
  })
})

describe('the names of an image', () => {
  it('are told once each, and none where there is none', () => {
    expect(parseImageList([{Id: ID, RepoTags: ['app:1', 'app:2', 'app:1']}])[0]!.tags).toEqual(['app:1', 'app:2'])
    expect(parseImageList([{Id: ID, RepoTags: ['<none>:<none>']}])[0]!.tags).toEqual([])
  })
})
