import {describe, expect, it} from 'vitest'
import {EntryType} from '../../../src/image/tar/entry-type.ts'
import {packStream} from '../../../src/image/tar/pack-stream.ts'
import {type StreamedMember, streamMembers} from '../../../src/image/tar/stream-members.ts'

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}

function member(change: Partial<StreamedMember>, content = ''): StreamedMember {
  return {
    ...{name: 'file', type: EntryType.file, size: Buffer.byteLength(content), isSparse: false},
    ...{
      link: null,
      mode: 0o644,
      uid: 0,
      gid: 0,
      seconds: 1_700_000_000,
      major: 0,
      minor: 0,
      xattrs: null,
      content: once(Buffer.from(content)),
    },
    ...change,
  }
}

async function* all<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}

/** What comes out again, with contents as texts. */
async function there(members: readonly StreamedMember[]): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const {content, ...head} of streamMembers(packStream(all(members)), 'the tar')) {
    const chunks: Buffer[] = []
    for await (const chunk of content) chunks.push(Buffer.from(chunk))
    found.push({...head, text: Buffer.concat(chunks).toString()})
  }
  return found
}

describe('a tar that is written as it flows', () => {
  it.each<[string, Partial<StreamedMember>, string]>([
    ['a file', {}, 'text'],
    ['an empty file', {}, ''],
    ['a file of many chunks', {}, 'x'.repeat(5000)],
    ['a long name', {name: `${'folder/'.repeat(40)}grüße`}, 'text'],
    ['a large owner and an early time', {uid: 123_456_789, gid: 4_000_000_000, seconds: -5}, 'text'],
    ['attributes', {xattrs: {'security.capability': Buffer.from([1, 0, 255, 10]).toString('base64')}}, 'text'],
    ['a folder', {name: 'folder/', type: EntryType.directory, mode: 0o1777}, ''],
    ['a link to a long name', {type: EntryType.symlink, link: 'target/'.repeat(30)}, ''],
    ['a hard link', {type: EntryType.hardlink, link: 'other'}, ''],
    ['a device', {type: EntryType.char, major: 7, minor: 200}, ''],
    ['a device of numbers that eight digits can’t say', {type: EntryType.block, major: 0o10000000, minor: 2 ** 40}, ''],
    ['an attribute with = in its name', {xattrs: {'user.a=b%c': Buffer.from('x=1').toString('base64')}}, 'text'],
    ['a name that is no UTF-8', {name: `${'x'.repeat(120)}\udce9`}, 'text'],
    ['a link to such a name', {type: EntryType.symlink, link: 'caf\udce9/\udc80'}, ''],
  ])('gives %s back as it was', async (_what, change, content) => {
    const {content: _, ...head} = member(change, content)
    const first = {...member({name: 'before'}, 'b')}
    const [, found] = (await there([first, member(change, content)])) as [unknown, Record<string, unknown>]
    expect(found).toEqual({...head, xattrs: head.xattrs && expect.objectContaining(head.xattrs), text: content})
  })

  it('writes bytes that are no UTF-8 as they were', async () => {
    const written: Uint8Array[] = []
    for await (const chunk of packStream(all([member({name: 'caf\udce9'})]))) written.push(chunk)
    expect(Buffer.concat(written).subarray(0, 5)).toEqual(Buffer.from('caf\xe9\0', 'latin1'))
  })

  it('refuses a content of another size', async () => {
    await expect(there([member({size: 3}, 'text')])).rejects.toThrow('another size')
  })
})
