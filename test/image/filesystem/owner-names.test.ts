import {describe, expect, it} from 'vitest'
import {ownerNamesAt} from '../../../src/image/filesystem/owner-names.ts'
import {unionOf} from './stack.ts'

describe('the names of owners', () => {
  const whole = unionOf(
    ['etc/passwd = root:x:0:0', 'etc/group = root:x:0:'],
    ['etc/passwd = root:x:0:0\napp:x:1000:1000', 'etc/group = root:x:0:\nstaff:x:50:'],
    ['etc/.wh.passwd'],
    ['etc/passwd -> /nix/etc/passwd', 'nix/etc/passwd = nix:x:30000:30000'],
  )

  it.each([
    [0, [0, 0], 'root:root'],
    [0, [1000, 50], '1000:50'],
    [1, [1000, 50], 'app:staff'],
    [1, [1000, 1000], 'app:1000'],
    [1, [7, 0], '7:root'],
    [2, [1000, 50], '1000:staff'],
    [3, [30000, 0], 'nix:root'],
  ] as const)('as of layer %i, %j is %s', async (layer, owner, text) => {
    expect(ownerNamesAt(await whole, layer).text(owner)).toBe(text)
  })

  it('are read once for a layer, and once for a version of the files', async () => {
    const union = await whole
    expect(ownerNamesAt(union, 1)).toBe(ownerNamesAt(union, 1))
  })

  it('are numbers where the image has no such files, or too large ones', async () => {
    const huge = `root:x:0:0\n${'#'.repeat(300_000)}`
    for (const bare of [await unionOf(['app = x']), await unionOf([`etc/passwd = ${huge}`]), await unionOf()]) {
      expect(ownerNamesAt(bare, bare.layerCount - 1).text([0, 0])).toBe('0:0')
    }
  })
})
