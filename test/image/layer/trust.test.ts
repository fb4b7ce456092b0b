import {createHash} from 'node:crypto'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {mismatchMessage, trustOf} from '../../../src/image/layer/trust.ts'
import {parseDigest} from '../../../src/image/oci/digest.ts'
import {corpusImage} from '../../corpus/real/corpus.ts'
import {CORPUS} from '../../corpus/real/images.ts'
import {requires} from '../../corpus/real/tools.ts'
import {bytesOf, open} from '../../sources/opening.ts'
import {tarOf} from '../tar/raw-tar.ts'
import {streamed} from './indexing.ts'

const sha256 = (...parts: Uint8Array[]) =>
  parseDigest(`sha256:${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`)
const tar = tarOf({name: 'a', content: 'x'.repeat(1000)})
const blob = gzipSync(tar)
const filled = Buffer.alloc(10_240 - tar.length)

describe('what is said of digests that differ', () => {
  it('is that only zeros after the end are missing, where that is so', async () => {
    for (const bytes of [tar, blob]) {
      const {facts} = await streamed(bytes)
      const claimed = {diffId: sha256(tar, filled), digest: sha256(bytes)}
      expect(trustOf(facts, claimed)).toBe('mismatch')
      expect(mismatchMessage(facts, claimed)).toMatch(/more zeros after its end.*Every file in it is as the image says/)
    }
  })

  it('is that they were altered or damaged, where anything else differs', async () => {
    const {facts} = await streamed(blob)
    for (const claimed of [
      {diffId: sha256(tar, Buffer.alloc(1)), digest: sha256(blob)},
      {diffId: sha256(tar, filled), digest: sha256(tar)},
      {diffId: null, digest: sha256(tar)},
    ]) {
      expect(trustOf(facts, claimed)).toBe('mismatch')
      expect(mismatchMessage(facts, claimed)).toContain('altered or damaged')
    }
  })

  it('is looked for only where the tar does not end in a whole record', async () => {
    expect((await streamed(Buffer.concat([tar, filled]))).facts.filledDiffId).toBeNull()
    expect((await streamed(tar)).facts.filledDiffId).toBe(sha256(tar, filled))
  })

  const chunked = CORPUS.find(image => image.name === 'skopeo, zstd:chunked layout')!
  it('holds for what skopeo writes as zstd:chunked', requires(...chunked.needs), async () => {
    const image = await open((await corpusImage(chunked.name)).reference)
    for (const layer of image.layers) {
      const {facts} = await streamed(await bytesOf(layer))
      const claimed = {diffId: layer.diffId, digest: layer.digest ?? null}
      if (trustOf(facts, claimed) === 'mismatch') expect(mismatchMessage(facts, claimed)).toContain('more zeros')
      else expect(facts.diffId).toBe(layer.diffId)
    }
  })
})
