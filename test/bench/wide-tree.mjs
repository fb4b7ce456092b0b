import {join} from 'node:path'
import {TarWriter} from './tar-writer.mjs'

const MTIME = 1_700_000_000

/** Writes `FOLDER/1.tar`: ten files of the wide tree, changed, as a layer above it would hold them. */
export function writeTouchLayer(folder, {outer, inner, pool}) {
  const path = join(folder, '1.tar')
  const tar = new TarWriter(path)
  for (let i = 0; i < 10; i++) {
    const top = `folder-${String((i * 7) % outer).padStart(2, '0')}`
    const within = `${top}/part-${String((i * 3) % inner).padStart(4, '0')}`
    tar.file(`${within}/file-000.dat`, {mtime: MTIME + 60}, pool.subarray(i * 400, i * 400 + 300))
  }
  const diffId = tar.close()
  return {path, diffId, bytes: tar.bytes, entries: tar.entries}
}

/** Writes `FOLDER/0.tar`: `outer` folders of `inner` folders of `files` files of up to one block. Gives what writeLayers gives. */
export function writeWideLayer(folder, {outer, inner, files, pool}) {
  const path = join(folder, '0.tar')
  const tar = new TarWriter(path)
  const names = Array.from({length: files}, (_, i) => `file-${String(i).padStart(3, '0')}.dat`)
  let count = 0
  for (let i = 0; i < outer; i++) {
    const top = `folder-${String(i).padStart(2, '0')}`
    tar.directory(top, MTIME)
    for (let j = 0; j < inner; j++) {
      const within = `${top}/part-${String(j).padStart(4, '0')}`
      tar.directory(within, MTIME)
      for (const name of names) {
        const start = (count * 61) % (pool.length - 512)
        tar.file(`${within}/${name}`, {mtime: MTIME}, pool.subarray(start, start + 1 + (count % 512)))
        count++
      }
    }
  }
  const diffId = tar.close()
  return [{path, diffId, bytes: tar.bytes, entries: tar.entries}]
}
