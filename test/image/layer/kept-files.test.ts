import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import type {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import {layerOf, type Put} from '../filesystem/stack.ts'
import {tarOf} from '../tar/raw-tar.ts'
import {hopped, streamed} from './indexing.ts'

/** Path and content of each file that is kept. */
function keptOf(index: LayerIndex): [string, string][] {
  return [...(index.columns.keptEntry ?? [])].map(entry => [
    index.nodePath(index.columns.entryNode[entry]!),
    Buffer.from(index.keptContent(entry)!).toString(),
  ])
}

async function keptEverywhere(tar: Buffer): Promise<[string, string][]> {
  const kept = keptOf(hopped(tar))
  // However its bytes come, a layer keeps the same.
  for (const index of [hopped(tar, 7), await streamed(tar, 300, 1), await streamed(gzipSync(tar), 1000)]) {
    expect(keptOf(index)).toEqual(kept)
  }
  return kept
}

describe('the files that are kept with a layer', () => {
  it.each<[string, (Put | string)[], [string, string][]]>([
    [
      'say who owners are and which distribution it is',
      ['etc/', 'etc/passwd = root:x:0:0', 'etc/group = root:x:0:', 'usr/lib/os-release = ID=debian', 'etc/shadow = x'],
      [
        ['etc/passwd', 'root:x:0:0'],
        ['etc/group', 'root:x:0:'],
        ['usr/lib/os-release', 'ID=debian'],
      ],
    ],
    [
      'are found however their paths are spelled, and wherever links may lead to',
      ['./etc/passwd = a', '/etc//group = b', 'nix/store/x-fake-nss/etc/passwd = c', 'lib/os-release = d'],
      [
        ['etc/passwd', 'a'],
        ['etc/group', 'b'],
        ['nix/store/x-fake-nss/etc/passwd', 'c'],
        ['lib/os-release', 'd'],
      ],
    ],
    ['are regular files', ['etc/passwd -> x', 'etc/group/', 'usr/lib/os-release => x'], []],
    ['have these very names', ['etc/passwd- = a', 'xetc/passwd = b', 'etc/a/passwd = c', 'passwd = d', 'etc = e'], []],
    ['may be empty', ['etc/passwd'], [['etc/passwd', '']]],
    [
      'are each of several in one tar',
      ['etc/passwd = first', 'etc/passwd = second'],
      [
        ['etc/passwd', 'first'],
        ['etc/passwd', 'second'],
      ],
    ],
    ['are no whiteouts', ['etc/.wh.passwd'], []],
  ])('%s', async (_, puts, kept) => {
    expect(await keptEverywhere(layerOf(puts))).toEqual(kept)
  })

  it('are bounded in bytes, and in number', async () => {
    const large = 'x'.repeat(256 * 1024 + 1)
    expect(await keptEverywhere(layerOf([`etc/passwd = ${large}`, 'etc/group = small']))).toEqual([
      ['etc/group', 'small'],
    ])
    const many = Array.from({length: 1000}, (_, i) => `${i}/etc/passwd = ${i}`)
    expect(await keptEverywhere(layerOf(many))).toHaveLength(64)
  })

  it('are not kept in part', () => {
    const tar = tarOf({name: 'etc/passwd', content: 'root:x:0:0:root'})
    expect(keptOf(hopped(tar.subarray(0, 520)))).toEqual([])
  })

  it('give nothing for other entries', () => {
    const index = hopped(layerOf(['etc/', 'etc/passwd = a']))
    expect(index.keptContent(0)).toBeNull()
    expect(hopped(layerOf(['etc/'])).keptContent(0)).toBeNull()
  })
})
