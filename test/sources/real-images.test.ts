import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import type {Layer} from '../../src/image/oci/image.ts'
import {decompress, sniffCompression} from '../../src/image/tar/decompress.ts'
import {readAt, withFile} from '../../src/sources/disk/file-region.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {CORPUS} from '../corpus/real/images.ts'
import {requires} from '../corpus/real/tools.ts'
import {context, failureOf, list, open} from './opening.ts'

interface Config {
  readonly created?: string
  readonly rootfs: {readonly diff_ids: readonly string[]}
  readonly history?: readonly {readonly created_by?: string; readonly empty_layer?: boolean}[]
}

/** A tar's bytes come in records of this size, the last one filled up with zeros. */
const RECORD = 10_240

/**
 * The diffID that a layer's bytes really have. `filledUp`: with the last record filled up; skopeo 1.9 drops what follows the
 * end-of-archive mark when it writes zstd:chunked, so such a layer is not the one that its config names.
 */
async function diffIdOf(layer: Layer, filledUp: boolean): Promise<string> {
  const {path, offset} = layer.content!.region!
  const blob = await layer.content!.open(context)
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of decompress(blob, sniffCompression(headOf(path, offset)))) {
    hash.update(chunk)
    size += chunk.length
  }
  if (filledUp) hash.update(Buffer.alloc((RECORD - (size % RECORD)) % RECORD))
  return `sha256:${hash.digest('hex')}`
}

function headOf(path: string, offset: number): Uint8Array {
  return withFile(path, file => readAt(file.fd, offset, 6))
}

describe('what real tools wrote', () => {
  for (const {name, needs, transport, select} of CORPUS) {
    it(
      `opens as skopeo reads it, and its layers have their diffIDs: ${name}`,
      requires(...needs, 'skopeo'),
      async () => {
        const {path, reference, config} = await corpusImage(name)
        const expected = config as Config
        const image = await open(reference)
        expect(image.transport).toBe(transport)
        expect(JSON.parse(new TextDecoder().decode(image.rawConfig))).toEqual(config)
        expect(image.id).toBe(`sha256:${createHash('sha256').update(image.rawConfig).digest('hex')}`)
        expect(image.layers.map(layer => layer.diffId)).toEqual(expected.rootfs.diff_ids)
        const commands = (expected.history ?? []).filter(step => !step.empty_layer).map(step => step.created_by ?? null)
        expect(image.layers.map(layer => layer.history?.createdBy ?? null)).toEqual(commands)
        expect(image.warnings).toEqual([])
        for (const layer of image.layers) {
          const whole = (await diffIdOf(layer, false)) === layer.diffId
          if (!whole && name.includes('zstd:chunked')) expect(await diffIdOf(layer, true)).toBe(layer.diffId)
          else expect(whole, `layer ${layer.index}`).toBe(true)
        }
        // The bare path finds the same image, and so does the reference that the image names itself by.
        if (transport !== 'oci-archive' || !path.endsWith('docker25.tar')) {
          expect((await open(`${path}${select}`)).id).toBe(image.id)
        }
        expect((await open(image.reference)).id).toBe(image.id)
      },
    )
  }

  it(
    'lists several images of a file, each openable by its line',
    requires('dockerd', 'busybox', 'gnu-tar'),
    async () => {
      const {path} = await corpusImage('docker save of several, the base')
      const summaries = await list(path)
      expect(summaries).toHaveLength(3)
      expect(summaries.flatMap(summary => summary.tags).sort()).toEqual([
        'corpus-base:1',
        'corpus/committed:1',
        'corpus/steps:1',
        'localhost:5000/steps:latest',
      ])
      for (const summary of summaries) {
        const image = await open(summary.reference)
        expect([image.id, image.layers.length, image.config.created]).toEqual([
          summary.id,
          summary.layerCount,
          summary.created,
        ])
      }
    },
  )

  it('has platforms to choose from', requires('buildah', 'skopeo', 'gnu-tar', 'dockerd', 'busybox'), async () => {
    const {reference, path} = await corpusImage('buildah manifest of two platforms')
    const platforms = (await list(path)).map(summary => summary.platform?.architecture)
    expect(platforms.length).toBeGreaterThan(1)
    for (const architecture of platforms) {
      expect((await open(reference, {platform: `linux/${architecture}`})).platform.architecture).toBe(architecture)
    }
    expect((await failureOf(reference, {platform: 'plan9/vax'})).kind).toBe('platform-not-found')
  })

  it('is told apart from a docker export', requires('dockerd', 'busybox', 'gnu-tar'), async () => {
    const {exportTar} = await corpusImage('docker save')
    expect((await failureOf(exportTar!)).message).toContain('docker export')
  })
})
