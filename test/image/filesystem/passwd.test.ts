import {describe, expect, it} from 'vitest'
import {namesById} from '../../../src/image/filesystem/passwd.ts'

const read = (text: string | Uint8Array) => Object.fromEntries(namesById(Buffer.from(text as string)))

describe('the names in passwd and group', () => {
  it.each([
    ['users', 'root:x:0:0:root:/root:/bin/bash\napp:x:1000:1000::/opt:/bin/sh\n', {0: 'root', 1000: 'app'}],
    ['groups, with members and without', 'root:x:0:\nwheel:x:10:root,app\n', {0: 'root', 10: 'wheel'}],
    ['a file that ends without a line end', 'root:x:0:0', {0: 'root'}],
    ['lines that end as on Windows', 'root:x:0:0:r\r\napp:x:1:1:a\r\n', {0: 'root', 1: 'app'}],
    ['no passwords', 'root::0\n', {0: 'root'}],
    ['the first of two names of one number', 'root:x:0:0\ntoor:x:0:0\n', {0: 'root'}],
    ['names of the whole world', 'josé:x:7:7\n', {7: 'josé'}],
    ['the largest id', 'a:x:4294967294:0\n', {4294967294: 'a'}],
    ['hostile names, to be made harmless where they are shown', 'a\x1b[31m:x:1:1\n', {1: 'a\x1b[31m'}],
    ['nothing of what is empty', '', {}],
    ['nothing of comments and NIS', '# root:x:0:0\n+::1:1\n-bad:x:2:2\n+@group:x:3:3\n', {}],
    ['nothing of ids that are none', 'a:x:-1:0\nb:x:1.5:0\nc:x:0x1:0\nd:x::0\ne:x: 1:0\nf:x:1e3:0\n', {}],
    ['nothing of ids that are too large', 'a:x:4294967295:0\nb:x:99999999999:0\n', {}],
    ['nothing of lines with too few fields', 'root\nroot:x\n:x:1:1\n\n', {}],
    ['nothing of names that are numbers', '0:x:1000:1000\n', {}],
    ['nothing of names that are too long', `${'a'.repeat(257)}:x:1:1\n`, {}],
  ])('%s', (_, text, names) => {
    expect(read(text)).toEqual(names)
  })

  it('survive bytes of any kind', () => {
    const bytes = Uint8Array.from({length: 100_000}, (_, i) => (i * 7919) % 256)
    expect(() => namesById(bytes)).not.toThrow()
    expect(namesById(Buffer.from([0x61, 0xff, 0x3a, 0x78, 0x3a, 0x35])).get(5)).toBe('a\ufffd')
  })

  it('are bounded', () => {
    const lines = Array.from({length: 30_000}, (_, i) => `u${i}:x:${i}`).join('\n')
    expect(namesById(Buffer.from(lines)).size).toBe(20_000)
  })
})
