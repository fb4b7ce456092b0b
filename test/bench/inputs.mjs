import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {contentPool} from './content-pool.mjs'
import {writeDockerArchive, writeLayout} from './image-files.mjs'
import {writeLayers} from './layered-tree.mjs'
import {writeTouchLayer, writeWideLayer} from './wide-tree.mjs'

const GB = 1e9
const MAKERS = ['inputs', 'content-pool', 'image-files', 'layered-tree', 'random', 'tar-writer', 'wide-tree'].map(
  name => `${name}.mjs`,
)
const layered = (options, pack) => ({layers: (folder, pool) => writeLayers(folder, {...options, pool}), pack})
const wide = ({touched = false, ...options}) => ({
  layers: (folder, pool) => [
    ...writeWideLayer(folder, {...options, pool}),
    ...(touched ? [writeTouchLayer(folder, {...options, pool})] : []),
  ],
  pack: (folder, layers) => writeDockerArchive(join(folder, 'image.tar'), layers, 'bench/wide:1'),
  reference: folder => `docker-archive:${join(folder, 'image.tar')}`,
})
const compressed = compress => ({
  ...layered({layers: 8, files: 28_000, bytes: 0.78 * GB, seed: 2}, (folder, layers) =>
    writeLayout(join(folder, 'layout'), layers, compress, 'bench'),
  ),
  reference: folder => `oci:${join(folder, 'layout')}:bench`,
})

/** What is measured: each is an image whose layers also lie beside it as plain tars. */
const INPUTS = {
  archive: {
    ...layered({layers: 12, files: 112_000, bytes: 1.65 * GB, seed: 1}, (folder, layers) =>
      writeDockerArchive(join(folder, 'image.tar'), layers, 'bench/archive:1'),
    ),
    reference: folder => `docker-archive:${join(folder, 'image.tar')}`,
  },
  // What the budgets of an analysis speak of.
  'seventeen-layers': {
    ...layered({layers: 17, files: 150_000, bytes: 2 * GB, seed: 3}, (folder, layers) =>
      writeDockerArchive(join(folder, 'image.tar'), layers, 'bench/waste:1'),
    ),
    reference: folder => `docker-archive:${join(folder, 'image.tar')}`,
  },
  million: wide({outer: 50, inner: 1000, files: 20}),
  thousand: wide({outer: 5, inner: 10, files: 20}),
  // With a small second layer: what a key costs when there is a layer to go to.
  'million-pair': wide({outer: 50, inner: 1000, files: 20, touched: true}),
  'thousand-pair': wide({outer: 5, inner: 10, files: 20, touched: true}),
  gzip: compressed('gzip'),
  zstd: compressed('zstd'),
}

/** Names of the inputs there are. */
export const inputNames = Object.keys(INPUTS)

/**
 * Gives {reference, layers: [{path, diffId, bytes, entries}], blobs: [path]} of an input; made the first time, then found in the
 * cache (LAYERLENS_TEST_CACHE, else the system's folder for temporary files). `say` is told what is made.
 */
export async function benchInput(name, say = () => {}) {
  const {layers: writeAll, pack, reference} = INPUTS[name]
  const folder = join(cacheFolder(), name)
  if (!existsSync(folder)) {
    say(`making the input "${name}" (once) …`)
    const making = `${folder}.making-${process.pid}`
    rmSync(making, {recursive: true, force: true})
    mkdirSync(join(making, 'layers'), {recursive: true})
    try {
      const layers = writeAll(join(making, 'layers'), contentPool())
      await pack(making, layers)
      const relative = layers.map(layer => ({...layer, path: layer.path.slice(making.length + 1)}))
      writeFileSync(join(making, 'layers.json'), JSON.stringify(relative))
      if (!existsSync(folder)) renameSync(making, folder)
    } finally {
      rmSync(making, {recursive: true, force: true})
    }
  }
  const layers = JSON.parse(readFileSync(join(folder, 'layers.json'), 'utf8'))
  const whole = layers.map(layer => ({...layer, path: join(folder, layer.path)}))
  return {reference: reference(folder), layers: whole, blobs: layerBlobs(join(folder, 'layout'))}
}

/** Compressed layers of a layout, base first; none where the input is no layout. */
function layerBlobs(layout) {
  if (!existsSync(layout)) return []
  const blob = ({digest}) => join(layout, 'blobs', ...digest.split(':'))
  const readJson = path => JSON.parse(readFileSync(path, 'utf8'))
  const [manifest] = readJson(join(layout, 'index.json')).manifests
  return readJson(blob(manifest)).layers.map(blob)
}

/** Changes with the sources that make the inputs, so that an old one is never taken for a new one; the old ones are removed. */
function cacheFolder() {
  const hash = createHash('sha256')
  for (const file of MAKERS) hash.update(readFileSync(join(import.meta.dirname, file)))
  const parent = process.env.LAYERLENS_TEST_CACHE ?? tmpdir()
  const family = `layerlens-bench-${process.getuid?.() ?? 0}-`
  const current = family + hash.digest('hex').slice(0, 12)
  const old = readdirSync(parent).filter(entry => entry.startsWith(family) && entry !== current)
  for (const entry of old) rmSync(join(parent, entry), {recursive: true, force: true})
  return join(parent, current)
}
