import {createHash} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {Agent, get} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {Worker} from 'node:worker_threads'
import {bundleText} from '../../scripts/bundle.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What some of the sources export, bundled as the program is. */
async function bundled(...paths) {
  const folder = mkdtempSync(join(tmpdir(), 'llb-'))
  try {
    const contents = paths.map(path => `export * from ${JSON.stringify(join(root, path))}`).join('\n')
    const outfile = join(folder, 'bundle.mjs')
    writeFileSync(outfile, await bundleText(contents))
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

const digestOf = text => `sha256:${createHash('sha256').update(text).digest('hex')}`
const timed = work => {
  const started = performance.now()
  work()
  return performance.now() - started
}

/** A thousand images of twenty layers: some on each of seven bases, most of a base's with more in common. */
function thousandImages() {
  const layerOf = (image, place) =>
    place < 6 ? `base ${image % 7} ${place}` : place < 12 ? `team ${image % 100} ${place}` : `own ${image} ${place}`
  return Array.from({length: 1000}, (_, image) => ({
    key: digestOf(`image ${image}`),
    tags: [`registry.lan/team/image-${image}:1`],
    parent: null,
    listed: true,
    layers: Array.from({length: 20}, (_, place) => ({
      digest: digestOf(layerOf(image, place)),
      bytes: 1000 * (place + image),
      createdBy: `RUN make ${place}`,
    })),
  }))
}

const SHARING = ['sharing', 'chain-tree', 'removal-plan'].map(name => `src/image/analysis/sharing/${name}.ts`)

/** From what the engine told to the table, the tree and the totals. */
export async function sharingOfThousand() {
  const {Sharing, chainTree} = await bundled(...SHARING)
  const told = JSON.stringify({sharedBy: 'chain', containers: [], images: thousandImages()})
  return {
    ours: () => {
      const holdings = JSON.parse(told)
      return timed(() => {
        const sharing = new Sharing(holdings)
        sharing.totals()
        chainTree(sharing)
        for (let image = 0; image < holdings.images.length; image++) sharing.share(image)
      })
    },
  }
}

/** One more mark where every other image is marked: one by one, as a user gets there. */
export async function markingOneMore() {
  const {Sharing, removalPlan} = await bundled(...SHARING)
  const images = thousandImages()
  const sharing = new Sharing({sharedBy: 'chain', containers: [], images})
  const marks = images.filter((_, i) => i % 2 === 0).map(({key}) => ({image: key}))
  for (let count = 1; count <= marks.length; count++) removalPlan(sharing, marks.slice(0, count))
  let next = 1
  return {
    ours: () => {
      next = (next + 2) % images.length
      const more = [...marks, {image: images[next].key}]
      return timed(() => removalPlan(sharing, more))
    },
  }
}

/** Two images of 150,000 entries, of which some thousand differ, by metadata alone. */
export async function comparingLarge() {
  const {LayerBuilder, Member, buildUnion, compareTrees} = await bundled(
    'src/image/layer/layer-builder.ts',
    'src/image/tar/member.ts',
    'src/image/filesystem/build-union.ts',
    'src/image/analysis/comparison/compare-trees.ts',
  )
  const layer = salt => {
    const builder = new LayerBuilder()
    const member = new Member()
    for (let i = 0; i < 150_000; i++) {
      const differs = i % 97 === 0
      const name = i % 1009 === 0 ? `moved-${salt}` : 'file'
      member.setName(Buffer.from(`usr/lib/package-${i % 900}/folder-${i % 7}/${name}-${i}.js`))
      member.type = 0
      member.mode = 0o644
      member.size = 100 + (i % 5000) + (differs ? salt : 0)
      member.seconds = 1_700_000_000 + (differs ? salt : 0)
      member.contentOffset = i * 1024
      builder.entry(member)
    }
    return builder.build({
      tarSize: 150_000 * 1024,
      diffId: null,
      blobDigest: null,
      compression: 'none',
      blobSize: 0,
      damage: null,
    })
  }
  const sides = [0, 1].map(salt => {
    const {union} = buildUnion([layer(salt)])
    return {union, layer: 0, diffIds: [null]}
  })
  return {
    ours: () => timed(() => compareTrees(sides[0], sides[1], {times: false, caches: false, bytecode: false})),
  }
}

/** A registry of a thousand repositories on loopback: its sharing ÷ the same requests, bare, 16 in flight. */
export async function sharingOfRegistry() {
  const {registryHoldings, Registries} = await bundled(
    'src/operations/sharing/registry-holdings.ts',
    'src/sources/registry/registries.ts',
  )
  // In a thread of its own, as a registry is a program of its own.
  const server = new Worker(new URL('./loopback-registry.mjs', import.meta.url))
  const {port, paths, repositories} = await new Promise((resolve, reject) => {
    server.once('message', resolve)
    server.once('error', reject)
  })
  const host = `127.0.0.1:${port}`
  const context = {signal: new AbortController().signal, progress: () => {}}
  return {
    ours: async () => {
      const registries = new Registries({user: {home: '/nonexistent', environment: {}}, plainHttp: true})
      const started = performance.now()
      const {holdings} = await registryHoldings({host, path: null, reference: null}, registries, context)
      const took = performance.now() - started
      await registries.close()
      if (holdings.images.length !== repositories) throw new Error(`${holdings.images.length} images were read`)
      return took
    },
    yardstick: () => bare(`http://${host}`, paths),
    end: () => server.terminate(),
  }
}

async function bare(origin, paths) {
  const agent = new Agent({keepAlive: true, maxSockets: 16})
  const started = performance.now()
  let next = 0
  const lane = async () => {
    while (next < paths.length) await read(`${origin}${paths[next++]}`, agent)
  }
  await Promise.all(Array.from({length: 16}, lane))
  agent.destroy()
  return performance.now() - started
}

function read(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, {agent}, response => {
      const chunks = []
      response.on('data', chunk => chunks.push(chunk)).on('end', () => resolve(JSON.parse(Buffer.concat(chunks))))
    }).on('error', reject)
  })
}
