import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import type {ArchiveListing} from '../../../src/image/content/archive-member.ts'
import {locateDirectory, looksLikeZip, ZIP_END, zipListing} from '../../../src/image/content/zip-directory.ts'
import {LensError} from '../../../src/image/oci/error.ts'
import {Chance} from '../../chance.ts'
import {requires} from '../../corpus/real/tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-zip-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

function list(zip: Uint8Array): ArchiveListing {
  const {offset, size, count} = locateDirectory(zip.subarray(-ZIP_END), zip.length)
  return zipListing(zip.subarray(offset, offset + size), count)
}

let made = 0
/** A zip that Python writes, and what Python reads of it: name, size, mode. */
function byPython(script: string): {zip: Buffer; members: [string, number, number][]} {
  const path = join(folder, `${made++}.zip`)
  const program = `
import json, struct, sys, zipfile
path = sys.argv[1]
with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as zip:
${script.replace(/^/gm, '  ')}
with zipfile.ZipFile(path) as zip:
  print(json.dumps([[i.filename, i.file_size, i.external_attr >> 16 & 0o7777] for i in zip.infolist()]))
`
  const members = JSON.parse(execFileSync('python3', ['-c', program, path], {encoding: 'utf8', maxBuffer: 1 << 28}))
  return {zip: readFileSync(path), members}
}

const SCRIPTS: readonly (readonly [string, string])[] = [
  ['nothing', 'pass'],
  ['a few files', "zip.writestr('a.txt', 'hello')\nzip.writestr('folder/b.bin', bytes(1000))"],
  [
    'a jar',
    "zip.writestr('META-INF/MANIFEST.MF', 'Manifest-Version: 1.0')\nzip.writestr('com/shop/Tea.class', b'x' * 300)",
  ],
  ['names in UTF-8', "zip.writestr('日本/grüße.txt', 'x')"],
  ['a comment', "zip.writestr('a', 'x')\nzip.comment = b'the end of it'"],
  ['ZIP64 members', "with zip.open('large', 'w', force_zip64=True) as f: f.write(b'x' * 70000)"],
  ['an end record of ZIP64', 'zipfile.ZIP_FILECOUNT_LIMIT = 3\nfor i in range(10): zip.writestr(str(i), str(i))'],
]

describe('a zip’s directory', requires('python3'), () => {
  it.each(SCRIPTS)('lists what Python lists: %s', (_, script) => {
    const {zip, members} = byPython(script)
    expect(looksLikeZip(zip)).toBe(true)
    const listing = list(zip)
    expect(listing.members.map(({name, size, mode}) => [name, size, mode])).toEqual(members)
    expect(listing).toMatchObject({count: members.length, damage: null})
  })

  it('is not mistaken for what its comment says', () => {
    const {zip} = byPython("zip.writestr('a', 'x')")
    const comment = Buffer.concat([zip.subarray(-22), Buffer.from('more')])
    const commented = Buffer.concat([zip, comment])
    commented.writeUInt16LE(comment.length, zip.length - 2)
    expect(list(commented).members).toMatchObject([{name: 'a'}])
  })

  it('of more members than anybody reads is listed in part', () => {
    const {zip} = byPython("zip.writestr('a', 'x')")
    const {offset, size} = locateDirectory(zip, zip.length)
    const entry = zip.subarray(offset, offset + size)
    const listing = zipListing(Buffer.concat(Array.from({length: 50_001}, () => entry)), 50_001)
    expect(listing.members).toHaveLength(50_000)
    expect(listing).toMatchObject({count: 50_001, damage: 'The first 50000 members are listed.'})
  })

  it('is found behind whatever stands before the archive', () => {
    const {zip, members} = byPython(SCRIPTS[1]![1])
    const listing = list(Buffer.concat([Buffer.from('#!/bin/sh\nexit\n'), zip]))
    expect(listing.members.map(member => member.name)).toEqual(members.map(([name]) => name))
    expect(listing.damage).toBeNull()
  })

  it('tells folders, links, modes and times', () => {
    const {zip} = byPython(
      [
        "i = zipfile.ZipInfo('link', (2024, 2, 29, 12, 30, 58)); i.create_system = 3; i.external_attr = 0o120777 << 16",
        "zip.writestr(i, 'target')",
        "i = zipfile.ZipInfo('run.sh', (1980, 1, 1, 0, 0, 0)); i.create_system = 3; i.external_attr = 0o100755 << 16",
        "zip.writestr(i, 'x')",
        "zip.writestr('folder/', '')",
      ].join('\n'),
    )
    expect(list(zip).members).toMatchObject([
      {name: 'link', type: 'symlink', mode: 0o777, seconds: Date.UTC(2024, 1, 29, 12, 30, 58) / 1000},
      {name: 'run.sh', type: 'file', mode: 0o755, seconds: Date.UTC(1980, 0, 1) / 1000},
      {name: 'folder/', type: 'directory'},
    ])
  })

  it('that is damaged anywhere is refused in a sentence or listed as far as it goes, and never hangs', () => {
    const {zip} = byPython("for i in range(40): zip.writestr(f'name-{i}', 'content ' * i)\nzip.comment = b'the end'")
    const chance = new Chance(11)
    for (let round = 0; round < 3000; round++) {
      const damaged = Buffer.from(zip.subarray(0, chance.is(0.2) ? chance.below(zip.length) : zip.length))
      for (let i = chance.below(6); i >= 0; i--) {
        const near = chance.is(0.5) ? damaged.length - 1 - chance.below(60) : chance.below(damaged.length)
        damaged[near] = chance.of([0, 0xff, chance.below(256)])
      }
      try {
        const {members, damage, count} = list(damaged)
        if (members.length !== 40 && damage === null) expect(count).toBe(members.length)
      } catch (error) {
        expect(error).toBeInstanceOf(LensError)
      }
    }
  })

  it('that would be larger than anybody keeps is refused', () => {
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt32LE(0x7fffffff, 12)
    expect(() => locateDirectory(end, 2 ** 40)).toThrow(/more than 33554432 are not read/)
  })

  it('that promises other members than there are says so', () => {
    const {zip} = byPython("zip.writestr('a', 'x')")
    const lying = Buffer.from(zip)
    lying.writeUInt16LE(9, lying.length - 12)
    expect(list(lying)).toMatchObject({
      count: 9,
      damage: expect.stringMatching(/promises 9 members, and 1 can be read/),
    })
  })
})
