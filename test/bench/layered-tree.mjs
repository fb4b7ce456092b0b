import {join} from 'node:path'
import {seededRandom} from './random.mjs'
import {TarWriter} from './tar-writer.mjs'

const TOPS = [
  'usr/lib',
  'usr/share',
  'usr/local/lib/python3.11/site-packages',
  'opt/app/node_modules',
  'var/lib',
  'etc',
  'usr/include',
]
const ENDINGS = ['.py', '.js', '.so', '.h', '.json', '.txt', '.md', '.pyc', '.gz', '']
const SYLLABLES = [
  'an',
  'ber',
  'cor',
  'dat',
  'el',
  'fil',
  'gen',
  'hol',
  'in',
  'jun',
  'ker',
  'lib',
  'mod',
  'net',
  'ops',
  'par',
  'que',
  'run',
  'set',
  'tok',
]
const EPOCH = 1_700_000_000

/**
 * Writes the layers of an image as `FOLDER/N.tar`: many small files in realistic folders, a few big ones, and in every layer but
 * the lowest some paths of the layers below that are changed, only chmod-ed, or deleted. Gives [{path, diffId, bytes, entries}].
 *
 * `layers`, `files` (in all of them), `bytes` (of their contents, about), `seed`; `pool` is where contents are cut from.
 */
export function writeLayers(folder, {layers, files, bytes, seed, pool}) {
  const random = seededRandom(seed)
  const below = []
  const written = []
  // Three tenths of the bytes lie in a few big files, the rest in small ones of the mean size that remains.
  const mean = (bytes * 0.7) / files
  for (let index = 0; index < layers; index++) {
    const isBase = index === 0
    const count = Math.round((files / layers) * (isBase ? 1.5 : 0.95))
    const changed = isBase ? 0 : Math.round(count * 0.15)
    const tree = new Map()
    addFiles(tree, {index, count: count - changed, mean, random})
    addBigFiles(tree, {index, bytes: (bytes * 0.3) / layers, random})
    for (let i = 0; i < changed; i++) changeOne(tree, below[Math.floor(random() * below.length)], random)
    const path = join(folder, `${index}.tar`)
    written.push({path, ...writeLayer(path, tree, pool, EPOCH + index * 3600)})
    for (const entry of tree.values()) if (!entry.whiteout) below.push(entry)
  }
  return written
}

function addFiles(tree, {index, count, mean, random}) {
  let folder = ''
  for (let i = 0; i < count; i++) {
    if (i % 9 === 0)
      folder = `${pick(TOPS, random)}/${word(random, 2)}-${index}${Math.floor(i / 90)}/${word(random, 3)}`
    const path = `${folder}/${word(random, 3)}_${i}${pick(ENDINGS, random)}`
    // Skewed as real trees are: half of the files below a third of the mean, a tail of twenty times the mean.
    const size = Math.floor((mean * (-Math.log(1 - random())) ** 1.7) / 1.545)
    tree.set(path, {path, size, cut: random(), mode: random() < 0.1 ? 0o755 : 0o644})
  }
}

function addBigFiles(tree, {index, bytes, random}) {
  for (const [i, share] of [0.7, 0.2, 0.07, 0.03].entries()) {
    const path = `usr/lib/x86_64-linux-gnu/lib${word(random, 2)}-${index}.so.${i}`
    tree.set(path, {path, size: Math.floor(bytes * share), cut: random(), mode: 0o755})
  }
}

function changeOne(tree, entry, random) {
  const slash = entry.path.lastIndexOf('/') + 1
  const choice = random()
  if (choice < 0.5) tree.set(entry.path, {...entry, cut: random()})
  else if (choice < 0.8) tree.set(entry.path, {...entry, mode: entry.mode ^ 0o111})
  else {
    const path = `${entry.path.slice(0, slash)}.wh.${entry.path.slice(slash)}`
    if (!tree.has(entry.path)) tree.set(path, {path, size: 0, cut: 0, mode: 0o600, whiteout: true})
  }
}

function writeLayer(path, tree, pool, mtime) {
  const tar = new TarWriter(path)
  const folders = new Set()
  const addFolders = folder => {
    if (folder === '' || folders.has(folder)) return
    addFolders(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))))
    folders.add(folder)
    tar.directory(folder, mtime)
  }
  for (const key of [...tree.keys()].sort()) {
    const entry = tree.get(key)
    addFolders(key.slice(0, key.lastIndexOf('/')))
    tar.file(key, {mode: entry.mode, mtime}, cut(pool, entry))
  }
  const diffId = tar.close()
  return {diffId, bytes: tar.bytes, entries: tar.entries}
}

/** The same size and place give the same bytes; a file longer than the pool goes round. */
function cut(pool, {size, cut: place}) {
  const start = Math.floor(place * pool.length)
  if (start + size <= pool.length) return pool.subarray(start, start + size)
  const content = Buffer.alloc(size)
  for (let at = 0, from = start; at < size; from = 0)
    at += pool.copy(content, at, from, Math.min(pool.length, from + size - at))
  return content
}

function word(random, syllables) {
  let text = ''
  for (let i = 0; i < syllables; i++) text += pick(SYLLABLES, random)
  return text
}

function pick(list, random) {
  return list[Math.floor(random() * list.length)]
}
