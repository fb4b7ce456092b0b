import {describe, expect, it} from 'vitest'
import {type EngineImage, filterImages, orderImages} from '../../../src/image/analysis/engine-images.ts'
import type {Digest} from '../../../src/image/oci/digest.ts'

function image(tag: string | null, created: string | null): EngineImage {
  return {
    id: `sha256:${'ab'.repeat(32)}` as Digest,
    tags: tag === null ? [] : [tag],
    digests: [],
    created,
    engineSize: 0,
    shared: null,
    unique: null,
    usedBy: [{id: 'c', names: ['web']}],
    dangling: tag === null,
  }
}

describe('a list of images', () => {
  it('has the newest first, and last those whose age nobody knows', () => {
    const rows = [image('old', '2020-01-01T00:00:00Z'), image('unknown', null), image('new', '2024-01-01T00:00:00Z')]
    expect(orderImages(rows, 'created').map(({tags}) => tags[0])).toEqual(['new', 'old', 'unknown'])
  })

  it('has names by the alphabet, and last those without one', () => {
    const rows = [image(null, null), image('b', null), image('a', null)]
    expect(orderImages(rows, 'name').map(({tags}) => tags[0])).toEqual(['a', 'b', undefined])
  })

  it('is searched by tags, IDs with and without their algorithm, and names of containers', () => {
    const rows = [image('nginx:1', null)]
    for (const text of ['', 'NGINX', 'abab', 'sha256:ab', 'WEB']) expect(filterImages(rows, text)).toEqual(rows)
    expect(filterImages(rows, 'redis')).toEqual([])
  })
})
