import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {kanikoSave, packTar} from '../corpus/archives.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {savedImage} from './saved-image.ts'

/** An image of two layers, and a copy of its archive in which a byte of a file in layer 1 is another one. */
export async function alteredImage(): Promise<{readonly sound: string; readonly altered: string}> {
  const sound = await savedImage([
    {by: 'ADD rootfs.tar /', puts: ['etc/os = base']},
    {by: 'COPY m.py /srv/', puts: [{path: 'srv/m.py', content: 'print(3)\n'}]},
  ])
  const altered = join(dirname(sound), 'altered.tar')
  writeFileSync(altered, readFileSync(sound).toString('latin1').replace('print(3)', 'print(4)'), 'latin1')
  return {sound, altered}
}

/** The same files in plain layers and in compressed ones, and a copy of the latter with some bytes of layer 1's blob zeroed. */
export async function damagedImage(): Promise<{readonly plain: string; readonly damaged: string}> {
  const layers = [['etc/os = base'], [{path: 'srv/data', content: Array.from({length: 4000}, (_, i) => i).join()}]]
  const plain = await savedImage(layers.map(puts => ({by: 'COPY', puts})))
  const tars = layers.map(puts => layerOf(puts))
  const blobs = tars.map(tar => gzipSync(tar))
  blobs[1]!.fill(0, blobs[1]!.length >> 1, (blobs[1]!.length >> 1) + 4)
  const damaged = join(mkdtempSync(join(tmpdir(), 'layerlens-damaged-')), 'damaged.tar')
  writeFileSync(damaged, await packTar(kanikoSave(tars, blobs)))
  return {plain, damaged}
}
