import {closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, writeFileSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import {CHANGE_NAMES, type ChangeCode} from '../../../src/image/filesystem/union.ts'
import {compareContents} from '../../../src/operations/worker/compare-task.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {layerOf} from '../../image/filesystem/stack.ts'
import {hopped, streamed} from '../../image/layer/indexing.ts'
import {pax, tarOf} from '../../image/tar/raw-tar.ts'
import {temporaryFolder} from '../extract/image-files.ts'

const folder = temporaryFolder()

/** What comparing the second of two layers with the first says of `path`; blobs lie on disk, plain ones are hopped through. */
async function changeOf(path: string, blobs: readonly Uint8Array[]): Promise<{change: string; unread: number}> {
  const place = mkdtempSync(join(folder, 'pair-'))
  const regions = blobs.map((blob, i) => {
    writeFileSync(join(place, String(i)), blob)
    return {path: join(place, String(i)), offset: 0, size: blob.length}
  })
  const layers = await Promise.all(blobs.map(blob => (blob[0] === 0x1f ? streamed(blob) : hopped(blob))))
  const {union, uncompared} = buildUnion(layers)
  const {unread} = await compareContents(
    {type: 'compare', layers, regions, union: union.columns, versions: uncompared},
    () => {},
  )
  const version = union.versionIn(union.find(path), 1)
  const change = CHANGE_NAMES[union.columns.versionChange[version] as ChangeCode]
  return {change: [change, ...union.reasons(version)].join(' '), unread}
}

const SIZE = 3 << 20
const PARTS: readonly (readonly [number, string])[] = [
  [0, 'head'],
  [1 << 20, 'middle'.repeat(1000)],
  [(2 << 20) + 4096, 'x'],
]

/** A file of these parts with holes between, packed by GNU tar in each way that it knows. */
async function packedInAllWays(parts: typeof PARTS): Promise<Map<string, Buffer>> {
  const tree = mkdtempSync(join(folder, 'tree-'))
  const fd = openSync(join(tree, 'file'), 'w')
  for (const [at, text] of parts) writeSync(fd, text, at)
  ftruncateSync(fd, SIZE)
  closeSync(fd)
  const ways = new Map<string, Buffer>()
  for (const [way, args] of [
    ['dense', []],
    ['old GNU', ['--format=gnu', '-S']],
    ['PAX 0.0', ['--format=posix', '-S', '--sparse-version=0.0']],
    ['PAX 0.1', ['--format=posix', '-S', '--sparse-version=0.1']],
    ['PAX 1.0', ['--format=posix', '-S', '--sparse-version=1.0']],
  ] as const) {
    const path = join(tree, `${way}.tar`)
    await command('tar', ['-cf', path, ...args, '--mtime=@5', '-C', tree, 'file'])
    ways.set(way, readFileSync(path))
  }
  return ways
}

describe('sparse files', requires('gnu-tar'), () => {
  it('are the same as dense ones that hold the same, however either is packed', async () => {
    const ways = await packedInAllWays(PARTS)
    expect(ways.get('old GNU')!.length).toBeLessThan(SIZE / 10)
    for (const [a, before] of ways) {
      for (const [b, after] of ways) {
        for (const blobs of [
          [before, after],
          [gzipSync(before), after],
          [gzipSync(before), gzipSync(after)],
        ]) {
          expect({a, b, ...(await changeOf('file', blobs))}).toEqual({a, b, change: 'rewritten', unread: 0})
        }
      }
    }
  })

  it('differ where the same data stands elsewhere, or other data in its place', async () => {
    const ways = await packedInAllWays(PARTS)
    const moved = await packedInAllWays(PARTS.map(([at, text], i) => [i === 1 ? at + 8192 : at, text]))
    const other = await packedInAllWays(PARTS.map(([at, text]) => [at, text.replace('middle', 'muddle')]))
    for (const after of [...moved.values(), ...other.values()]) {
      for (const before of [ways.get('dense')!, ways.get('old GNU')!]) {
        expect(await changeOf('file', [before, after])).toEqual({change: 'modified content', unread: 0})
        expect(await changeOf('file', [gzipSync(before), after])).toEqual({change: 'modified content', unread: 0})
      }
    }
  })
})

describe('sparse files that are odd', () => {
  const sparse = (map: string, real: number) =>
    tarOf(
      pax({'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': String(real)}),
      {name: 'file', content: map.padEnd(512, '\0')},
      {name: 'next', content: 'next'},
    )

  it('with a hole of a petabyte are compared at once', async () => {
    const vast = sparse('0\n', 2 ** 50)
    expect(await changeOf('file', [vast, vast])).toEqual({change: 'rewritten', unread: 0})
    expect(await changeOf('file', [gzipSync(vast), vast])).toEqual({change: 'rewritten', unread: 0})
  })

  it('whose map is damaged stay unknown, and cost no other file', async () => {
    const damaged = sparse('nonsense', 700)
    const dense = layerOf([{path: 'file', content: '\0'.repeat(700)}, 'next = next'])
    for (const blobs of [
      [damaged, dense],
      [dense, damaged],
    ]) {
      expect(await changeOf('file', blobs)).toEqual({change: 'rewritten', unread: 1})
      expect((await changeOf('next', blobs)).change).toBe('rewritten')
    }
  })
})
