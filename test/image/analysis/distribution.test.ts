import {describe, expect, it} from 'vitest'
import {distributionOf} from '../../../src/image/analysis/distribution.ts'
import {type Layers, unionOf} from '../filesystem/stack.ts'

const of = async (...layers: Layers) => distributionOf(await unionOf(...layers))
const DEBIAN = 'usr/lib/os-release = ID=debian'
const LINK = 'etc/os-release -> ../usr/lib/os-release'

describe('the distribution of an image', () => {
  it('is what the final os-release says, through a link, and its base the layers up to the first that brought it', async () => {
    const found = await of(
      ['bin/ca = 12345'],
      [LINK, `${DEBIAN}\nVERSION_ID=12`, 'bin/sh = 678'],
      ['usr/lib/os-release = ID=debian\nVERSION_ID=12.1', 'app = 0123456789'],
      ['x = 1'],
    )
    const first = 5 + `ID=debian\nVERSION_ID=12`.length + 3
    const all = first + `ID=debian\nVERSION_ID=12.1`.length + 11
    expect(found).toEqual({
      id: 'debian',
      versionId: '12.1',
      prettyName: 'debian 12.1',
      layer: 1,
      size: first,
      share: first / all,
    })
  })

  it.each<[string, Layers, string, number | null]>([
    ['is found where there is no link', [[DEBIAN]], 'debian', 0],
    ['is that of /etc before that of /usr/lib', [[DEBIAN, 'etc/os-release = ID=mine']], 'mine', 0],
    ['is that of /usr/lib where the link leads nowhere', [[DEBIAN, 'etc/os-release -> /none']], 'debian', 0],
    ['is found behind an absolute link', [['etc/os-release -> /usr/lib/os-release', DEBIAN]], 'debian', 0],
    ['is found behind a linked folder', [['etc/os-release -> /lib/os-release', 'lib -> usr/lib', DEBIAN]], 'debian', 0],
    ['is found behind a hard link', [[DEBIAN, 'etc/os-release => usr/lib/os-release']], 'debian', 0],
    ['begins with the layer that changed the ID', [[DEBIAN], ['x'], ['usr/lib/os-release = ID=kali']], 'kali', 2],
    ['has no base where a layer below was not read', [null, [DEBIAN]], 'debian', null],
    ['has a base where a layer above was not read', [[DEBIAN], null], 'debian', 0],
  ])('%s', async (_, layers, id, layer) => {
    expect(await of(...layers)).toMatchObject({id, layer})
  })

  it('has no share where a layer was not read', async () => {
    expect(await of([DEBIAN], null)).toMatchObject({size: 9, share: null})
  })

  it.each<[string, Layers]>([
    ['an image from scratch', [['app = x']]],
    ['an image without layers', []],
    ['an image that deleted it', [[DEBIAN], ['usr/lib/.wh.os-release']]],
    ['a folder of that name', [['etc/os-release/']]],
    ['links in a circle', [['etc/os-release -> os-release']]],
    ['a file that says nothing', [['etc/os-release = hello']]],
    ['a file that is too large', [[`etc/os-release = ID=a\n${'#'.repeat(300_000)}`]]],
  ])('is none for %s', async (_, layers) => {
    expect(await of(...layers)).toBeNull()
  })
})
