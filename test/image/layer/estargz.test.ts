import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import {END, type RawMember, raw, tarOf} from '../tar/raw-tar.ts'
import {hopped, pathsOf, rowsOf, streamed} from './indexing.ts'

const FILES: readonly RawMember[] = [
  {name: 'bin/', flag: '5'},
  {name: 'bin/sh', content: 'sh'},
]
const LANDMARK: RawMember = {name: '.prefetch.landmark', content: '\x0f'}
const TOC: RawMember = {name: 'stargz.index.json', content: '{"version":1,"entries":[]}'}

function pathsOfImage(tar: Buffer): string[] {
  const {union} = buildUnion([hopped(tar)])
  return Array.from({length: union.columns.nodeCount - 1}, (_, i) => union.path(i + 1)).sort()
}

describe('an eStargz layer', () => {
  it.each(['.prefetch.landmark', '.no.prefetch.landmark'])(
    'has entries that are no files of the image, with %s',
    name => {
      const tar = tarOf(FILES[0]!, {...LANDMARK, name}, FILES[1]!, TOC)
      expect(rowsOf(hopped(tar)).map(({path, mark}) => [path, mark])).toEqual([
        ['bin', 'none'],
        [name, 'leftover'],
        ['bin/sh', 'none'],
        ['stargz.index.json', 'leftover'],
      ])
      expect(pathsOfImage(tar)).toEqual(['bin', 'bin/sh'])
      expect(hopped(tar).facts.size).toBe(2 + 1 + 26)
    },
  )

  it('may have its table of contents after the end-of-archive blocks, where it is no entry', async () => {
    const tar = Buffer.concat([tarOf(...FILES), raw(TOC), END])
    expect(pathsOf(hopped(tar))).toEqual(['bin', 'bin/sh'])
    const members = Buffer.concat([gzipSync(tarOf(...FILES)), gzipSync(Buffer.concat([raw(TOC), END]))])
    const index = await streamed(members, 100)
    expect(pathsOf(index)).toEqual(['bin', 'bin/sh'])
    expect([index.facts.damage, index.facts.problems, index.facts.tarSize]).toEqual([null, [], tar.length])
  })

  it('is told by its last member: files that only have such names stay files', () => {
    for (const parts of [
      [TOC, ...FILES],
      [LANDMARK, ...FILES],
      [...FILES, {...TOC, name: 'data/stargz.index.json'}],
      [...FILES, {...TOC, flag: '5', name: 'stargz.index.json/', content: ''}],
    ]) {
      expect(rowsOf(hopped(tarOf(...parts))).map(row => row.mark)).toEqual(['none', 'none', 'none'])
    }
  })

  it('spells its names with or without ./', () => {
    const dotted = [{...LANDMARK, name: './.prefetch.landmark'}, ...FILES, {...TOC, name: './stargz.index.json'}]
    expect(pathsOfImage(tarOf(...dotted))).toEqual(['bin', 'bin/sh'])
  })
})
