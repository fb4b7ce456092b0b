import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {decompress} from '../../../src/image/tar/decompress.ts'
import {corpusImage} from '../../corpus/real/corpus.ts'
import {CORPUS} from '../../corpus/real/images.ts'
import {requires} from '../../corpus/real/tools.ts'
import {bytesOf, open} from '../../sources/opening.ts'
import {END, padded} from '../tar/raw-tar.ts'
import {hopped, pieces, rowsOf, streamed} from './indexing.ts'
import {listedByGnuTar, listedByIndex} from './tar-listing.ts'

const folder = mkdtempSync(join(tmpdir(), 'll-real-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** One image of each writer and compression: the others hold the same layers. */
const CHOSEN = [
  'docker save',
  'docker save of a commit',
  'skopeo, zstd:chunked layout',
  'umoci repack',
  'umoci insert --opaque',
]

describe('the layers of real images', () => {
  for (const {name, needs} of CORPUS.filter(image => CHOSEN.includes(image.name))) {
    it(`are the same hopped, flowing by, and listed by GNU tar: ${name}`, requires(...needs, 'gnu-tar'), async () => {
      const image = await open((await corpusImage(name)).reference)
      for (const layer of image.layers) {
        const blob = await bytesOf(layer)
        const index = await streamed(blob, 65_537)
        const chunks: Buffer[] = []
        for await (const chunk of decompress(pieces(blob), index.facts.compression)) chunks.push(Buffer.from(chunk))
        const tar = Buffer.concat(chunks)
        expect(rowsOf(hopped(tar))).toEqual(rowsOf(index))
        const path = join(folder, `${layer.index}.tar`)
        // umoci leaves off what fills up the last block, which GNU tar does not forgive.
        writeFileSync(path, Buffer.concat([padded(tar), END]))
        expect(listedByIndex(index)).toEqual(await listedByGnuTar(path))
      }
    })
  }

  it('are chosen from what the corpus has', () => {
    const names = CORPUS.map(image => image.name)
    expect(CHOSEN.filter(name => !names.includes(name))).toEqual([])
  })
})
