import {describe, expect, it} from 'vitest'
import {addressOf, placeAt, placeOf} from '../../../src/sources/registry/place.ts'

const ORIGIN = new URL('https://registry.example:5000/v2/')

describe('a path at an origin is asked for as the whole address would be', () => {
  it.each([
    '/v2/',
    '/v2/team/app/manifests/1.0-rc+1',
    '/v2/team/app/blobs/sha256:ab?from=a&mount=sha256:cd',
    '/v2/_catalog?n=1000&last=team/app~1',
    '/v2/a name/tags/list',
    '/v2/../../etc/passwd',
    '/v2/./a',
    '/v2/a#part',
    '/v2/ünï/tags/list',
    '/v2/a%20b',
    '/v2/a\\b',
  ])('%s', path => {
    const url = new URL(path, ORIGIN)
    const place = placeAt(ORIGIN, path)
    expect(place.path).toBe(`${url.pathname}${url.search}`)
    expect([place.origin.protocol, place.origin.host]).toEqual([url.protocol, url.host])
    expect(addressOf(place).href).toBe(url.href.replace(/#.*/, ''))
  })

  it('and a path that looks like a host is none', () => {
    const place = placeOf(new URL('https://user:secret@registry.example//elsewhere.example/x'))
    expect(addressOf(place).href).toBe('https://registry.example//elsewhere.example/x')
  })
})
