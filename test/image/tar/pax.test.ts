import {describe, expect, it} from 'vitest'
import {type PaxRecords, parsePax, parsePaxTime} from '../../../src/image/tar/pax.ts'
import {paxRecord} from './raw-tar.ts'

function parse(bytes: Uint8Array | string, base: PaxRecords = {}): {records: PaxRecords; problems: string[]} {
  const problems: string[] = []
  const records = parsePax(Buffer.from(bytes), base, message => problems.push(message))
  return {records, problems}
}

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString()
const record = (key: string, value: string | Uint8Array) => paxRecord(key, value)

describe('PAX times', () => {
  it.each([
    ['0', 0, 0, 0],
    ['1700000000', 1_700_000_000, 0, 0],
    ['1700000000.5', 1_700_000_000, 500_000_000, 1],
    ['1700000000.123456789', 1_700_000_000, 123_456_789, 9],
    ['1700000000.1234567891234', 1_700_000_000, 123_456_789, 9],
    ['1.000', 1, 0, 3],
    ['1.', 1, 0, 0],
    ['-1', -1, 0, 0],
    ['-1.25', -2, 750_000_000, 2],
    ['-0.5', -1, 500_000_000, 1],
  ])('reads %s', (written, seconds, nanos, digits) => {
    expect(parsePaxTime(written)).toEqual({seconds, nanos, digits})
  })

  it.each(['', 'now', '1e9', '1,5', '+1', '.5', '1.5.5', ' 1', '0x1'])('takes %j for no time', written => {
    expect(parsePaxTime(written)).toBeNull()
  })
})

describe('PAX records', () => {
  it('reads what changes an entry and passes over the rest', () => {
    const {records, problems} = parse(
      Buffer.concat([
        record('path', 'ein/grüner/Weg'),
        record('linkpath', 'anderswo'),
        record('size', '8589934592'),
        record('uid', '4000000000'),
        record('gid', '-2'),
        record('mtime', '12.5'),
        record('atime', 'what ever'),
        record('comment', 'mtime=13\nsize=1'),
      ]),
    )
    expect(problems).toEqual([])
    expect([text(records.path), text(records.linkpath)]).toEqual(['ein/grüner/Weg', 'anderswo'])
    expect([records.size, records.uid, records.gid]).toEqual([8_589_934_592, 4_000_000_000, -2])
    expect(records.mtime).toEqual({seconds: 12, nanos: 500_000_000, digits: 1})
  })

  it('believes lengths, not newlines or equal signs inside values', () => {
    const {records} = parse(Buffer.concat([record('path', 'a=b\n12 path=c\n'), record('uid', '7')]))
    expect(text(records.path)).toBe('a=b\n12 path=c\n')
    expect(records.uid).toBe(7)
  })

  it('lets the last of several records of a key count, and an empty one take back what was said globally', () => {
    const base = parse(record('uid', '5')).records
    expect(base.uid).toBe(5)
    expect(parse(Buffer.concat([record('uid', '6'), record('uid', '7')]), base).records.uid).toBe(7)
    expect(parse(record('uid', ''), base).records.uid).toBeUndefined()
    expect(base.uid).toBe(5)
  })

  it('keeps extended attributes as bytes, in either spelling', () => {
    const value = Buffer.from([0, 1, 10, 61, 255])
    const {records} = parse(
      Buffer.concat([
        record('SCHILY.xattr.security.capability', value),
        record('LIBARCHIVE.xattr.security.capability', 'bm90IHRoaXM'),
        record('LIBARCHIVE.xattr.user.a%3Db', Buffer.from('only here').toString('base64').replace(/=+$/, '')),
      ]),
    )
    expect({...records.xattrs}).toEqual({
      'security.capability': value.toString('base64'),
      'user.a=b': Buffer.from('only here').toString('base64'),
    })
  })

  it('never writes attributes of one entry into those of a global header', () => {
    const base = parse(record('SCHILY.xattr.user.all', '1')).records
    const own = parse(record('SCHILY.xattr.user.own', '2'), base).records
    expect(Object.keys(own.xattrs!).sort()).toEqual(['user.all', 'user.own'])
    expect(Object.keys(base.xattrs!)).toEqual(['user.all'])
  })

  it('takes an attribute named like an object’s innards for a name', () => {
    const {records} = parse(record('SCHILY.xattr.__proto__', 'x'))
    expect(Object.keys(records.xattrs!)).toEqual(['__proto__'])
    expect(({} as {polluted?: string}).polluted).toBeUndefined()
  })

  it.each([
    ['a length of zero', '0 path=a\n'],
    ['no length', ' path=a\n'],
    ['a length that is no number', 'x path=a\n'],
    ['a length that runs past the end', '99 path=a\n'],
    ['a length that ends in the value', '8 path=abc\n'],
    ['a length that covers itself only', '2 path=a\n'],
    ['a length of twenty digits', '99999999999999999999 path=a\n'],
    ['no blank after the length', '9path=a\n\n'],
    ['no equal sign', '7 path\n'],
    ['an equal sign only beyond the record', '7 path\n9 uid=12\n'],
  ])('stops, tells it, and keeps what came before: %s', (_, malformed) => {
    const {records, problems} = parse(Buffer.concat([record('uid', '3'), Buffer.from(malformed)]))
    expect(records.uid).toBe(3)
    expect(records.path).toBeUndefined()
    expect(problems).toHaveLength(1)
  })

  it.each([
    ['size', '12k'],
    ['uid', 'root'],
    ['mtime', 'yesterday'],
    ['GNU.sparse.realsize', '0x10'],
  ])('passes over a %s that is no number, and tells it', (key, value) => {
    const {records, problems} = parse(Buffer.concat([record(key, value), record('gid', '9')]))
    expect(records).toEqual({gid: 9})
    expect(problems).toHaveLength(1)
  })

  it('takes the NULs that some writers fill up with for the end', () => {
    expect(parse(Buffer.concat([record('uid', '1'), Buffer.alloc(20)])).problems).toEqual([])
  })
})
