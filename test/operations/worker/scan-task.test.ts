import {createHash, randomBytes} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import type {Region} from '../../../src/image/oci/image.ts'
import type {ScanTask} from '../../../src/operations/worker/protocol.ts'
import {scan, verify} from '../../../src/operations/worker/scan-task.ts'
import {command} from '../../corpus/real/command.ts'
import {requires, type ToolName} from '../../corpus/real/tools.ts'
import {pathsOf} from '../../image/layer/indexing.ts'
import {tarOf} from '../../image/tar/raw-tar.ts'
import {frameOf, skippable} from '../../image/tar/zstd-bytes.ts'
import {temporaryFolder} from '../extract/image-files.ts'

const folder = temporaryFolder()

/** Several times what is read at once, when it is packed too. */
const FILES = Array.from({length: 9}, (_, i) => ({name: `file-${i}`, content: randomBytes(300_000).toString('hex')}))
const TAR = tarOf(...FILES)
const HALF = TAR.length >> 1

const digest = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** The blob inside a larger file, as an archive has it. */
function regionOf(name: string, blob: Uint8Array): Region {
  const path = join(folder, name.replaceAll(/\W/g, '-'))
  const before = Buffer.alloc(777, 0x28)
  writeFileSync(path, Buffer.concat([before, blob, before]))
  return {path, offset: before.length, size: blob.length}
}

async function zstd(bytes: Uint8Array, ...options: readonly string[]): Promise<Buffer> {
  const path = join(folder, 'to-pack')
  writeFileSync(path, bytes)
  await command('zstd', ['-q', '-f', ...options, path, '-o', `${path}.zst`])
  return readFileSync(`${path}.zst`)
}

const BLOBS: readonly (readonly [string, readonly ToolName[], () => Buffer | Promise<Buffer>])[] = [
  ['plain', [], () => TAR],
  ['gzip', [], () => gzipSync(TAR)],
  ['gzip of many members', [], () => Buffer.concat([gzipSync(TAR.subarray(0, HALF)), gzipSync(TAR.subarray(HALF))])],
  [
    'zstd of many blocks',
    [],
    () => Buffer.concat([frameOf(TAR.subarray(0, HALF), {blocks: 40}), frameOf(TAR.subarray(HALF), {blocks: 40})]),
  ],
  [
    'zstd with frames to skip',
    [],
    () =>
      Buffer.concat([
        skippable(9),
        frameOf(TAR.subarray(0, HALF), {blocks: 40}),
        skippable(300_000),
        frameOf(TAR.subarray(HALF), {blocks: 40}),
        skippable(5),
      ]),
  ],
  ['zstd by the real program', ['zstd'], () => zstd(TAR)],
  [
    'zstd by the real program in many frames',
    ['zstd'],
    async () =>
      Buffer.concat([await zstd(TAR.subarray(0, HALF), '-1', '--check'), await zstd(TAR.subarray(HALF), '-19')]),
  ],
]

describe('a layer on disk of more bytes than are read at once', () => {
  const diffId = digest(TAR) as ScanTask['diffId']

  for (const [name, needs, pack] of BLOBS) {
    it(`is indexed and held against its digests: ${name}`, requires(...needs), async () => {
      const blob = await pack()
      expect(blob.length).toBeGreaterThan(2_000_000)
      const task = {region: regionOf(name, blob), diffId, digest: digest(blob) as ScanTask['digest'], cacheFolder: null}
      const {result} = await scan({type: 'scan', ...task}, () => {})
      expect(result.layer.facts.damage).toBeNull()
      expect(pathsOf(new LayerIndex(result.layer.columns, result.layer.facts))).toEqual(FILES.map(({name}) => name))
      expect(result.trust).toBe(name === 'plain' ? 'unverified' : 'verified')
      const checked = await verify({type: 'verify', ...task, layer: result.layer, contents: true}, () => {})
      expect(checked.result.trust).toBe('verified')
      expect(checked.result.layer.facts).toMatchObject({diffId, blobDigest: task.digest, tarSize: TAR.length})
    })
  }
})
