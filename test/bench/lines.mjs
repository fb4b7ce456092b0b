import {join} from 'node:path'
import {ENGINE_LINES} from './engine.mjs'
import {benchInput} from './inputs.mjs'
import {fileToFrame, filterKeysToFrame, keyToFrame, mapToFrame, memoryOfWaste} from './keys.mjs'
import {quantile, screenUntil, timeBetween, timeOf, timeToEvent, withFolder} from './measure.mjs'
import {REMOTE_LINES} from './remote.mjs'
import {comparingLarge, markingOneMore, sharingOfRegistry, sharingOfThousand} from './sharing.mjs'
import {TRANSFER_LINES} from './transfer.mjs'

const STROKE_WORDS = {
  move: 'moving the cursor',
  layer: 'going to another layer',
  expand: 'opening all folders',
  sort: 'sorting, all folders open',
}

/**
 * What `npm run bench` measures. A line is {name, what, limit, unit?, prepare} where `prepare({node, say})` resolves to
 * {ours, yardstick?, end?}: functions that are run in turn, each giving (a promise of) one number. With a yardstick the limit is
 * for ours ÷ yardstick (both in milliseconds), without one for ours, in `unit`. A line without a limit is only told.
 */
export const LINES = [
  {
    name: 'archive',
    what: 'docker-archive, 1.7 GB, 12 layers: start to all layers indexed ÷ Σ tar -tf LAYER > FILE',
    limit: 1.5,
    prepare: options => indexing('archive', options, ['--no-verify'], listing),
  },
  {
    name: 'million',
    what: 'one layer of 1,000,000 files: start to all layers indexed ÷ tar -tf > FILE',
    limit: 1,
    prepare: options => indexing('million', options, ['--no-verify'], listing),
  },
  {
    name: 'million-memory',
    what: 'the same on the screen: most memory resident until its tree is whole',
    limit: 400,
    unit: 'MB',
    prepare: async ({node, say}) => {
      const {reference} = await benchInput('million', say)
      const run = folder => screenUntil(node, folder, treeDrawn, [reference])
      return {ours: () => withFolder(async folder => (await run(folder)).residentBytes / 1e6)}
    },
  },
  {
    name: 'waste',
    what: '2 GB, 150,000 entries, 17 layers: waste and findings, on top of the index (0.5 s) ÷ Σ tar -tf LAYER > FILE (0.37 s)',
    limit: 1.35,
    prepare: options => analysing('seventeen-layers', options),
  },
  {
    name: 'million-waste',
    what: 'one layer of 1,000,000 files: the same (3 s) ÷ tar -tf > FILE (1.8 s)',
    limit: 1.67,
    prepare: options => analysing('million', options),
  },
  ...['seventeen-layers', 'million'].map(input => ({
    name: input === 'million' ? 'wide-waste-mem' : 'waste-memory',
    what: `${input === 'million' ? '1,000,000 files' : '17 layers'} on the screen, waste looked at to its end: most memory resident, of that before`,
    limit: 130,
    unit: '%',
    prepare: async ({node, say}) => {
      const {reference} = await benchInput(input, say)
      return {ours: () => withFolder(async folder => 100 * (await memoryOfWaste(node, folder, reference)))}
    },
  })),
  {
    name: 'key-map',
    what: 'a key that opens the map of 1,000,000 files, to its frame, at 140×45',
    limit: 50,
    unit: 'ms',
    prepare: async ({node, say}) => ({ours: () => mapToFrame(node, 'million-pair', say)}),
  },
  {
    name: 'gzip',
    what: 'gzip layers, all digests: start to all layers indexed ÷ Σ gzip -dc',
    limit: 0.5,
    prepare: options => indexing('gzip', options, [], unpacking('gzip')),
  },
  {
    name: 'zstd',
    what: 'zstd layers, all digests: start to all layers indexed ÷ Σ zstd -dc (limit for Node 20: 9)',
    limit: ({nodeVersion: [major, minor]}) => (major > 22 || (major === 22 && minor >= 15) ? 2.5 : 9),
    prepare: options => indexing('zstd', options, [], unpacking('zstd')),
  },
  {
    name: 'first-frame',
    what: 'start to first frame ÷ node -e 0',
    limit: 4.5,
    prepare: options => started(options, false),
  },
  {
    name: 'first-frame-new',
    what: 'the same of the very first start, with nothing compiled yet (Node keeps that from 22.8 on)',
    prepare: options => started(options, true),
  },
  {
    name: 'cached',
    what: 'the archive, its layers in the cache: start to the full tree on the screen ÷ node -e 0',
    limit: 6,
    prepare: options => cached(options, result => result.ms, true),
  },
  {
    name: 'cached-bytes',
    what: 'the same: all bytes it read, cache and program included (of 1,700 MB)',
    limit: 100,
    unit: 'MB',
    prepare: options => cached(options, result => result.readBytes / 1e6, false),
  },
  {
    name: 'key-move-ms',
    what: 'a key that moves the cursor in a tree of 1,000,000 files, to its frame, at 140×45',
    limit: 16,
    unit: 'ms',
    prepare: async ({node, say}) => ({ours: () => keyToFrame(node, 'million-pair', 'move', say)}),
  },
  ...[0.5, 0.95].map(share => ({
    name: `filter-p${share * 100}`,
    what: `a key typed into the filter of 1,000,000 files, to the frame with its matches: ${share * 100} % take less`,
    limit: 50,
    unit: 'ms',
    prepare: async ({node, say}) => ({
      ours: async () => quantile(await filterKeysToFrame(node, 'million-pair', say), share),
    }),
  })),
  {
    name: 'filter-first',
    what: 'the first of these keys, which finds everything cold',
    limit: 50,
    unit: 'ms',
    prepare: async ({node, say}) => ({ours: async () => (await filterKeysToFrame(node, 'million-pair', say))[0]}),
  },
  {
    name: 'preview',
    what: 'a key that looks into a file of the archive, to the frame that shows it',
    limit: 50,
    unit: 'ms',
    prepare: async ({node, say}) => ({ours: () => fileToFrame(node, 'archive', say)}),
  },
  ...['move', 'layer', 'expand', 'sort'].map(stroke => ({
    name: `key-${stroke}`,
    what: `a key to its frame, 1,000,000 files ÷ 1,000 files: ${STROKE_WORDS[stroke]}`,
    limit: 1.3,
    prepare: async ({node, say}) => ({
      ours: () => keyToFrame(node, 'million-pair', stroke, say),
      yardstick: () => keyToFrame(node, 'thousand-pair', stroke, say),
    }),
  })),
  ...REMOTE_LINES,
  ...ENGINE_LINES,
  {
    name: 'sharing',
    what: 'which of 1,000 images of 20 layers share what: from what the engine told to table and tree',
    limit: 50,
    unit: 'ms',
    prepare: sharingOfThousand,
  },
  {
    name: 'sharing-mark',
    what: 'marking one more of 1,000 images: what removing them would free, what stays and why',
    limit: 1,
    unit: 'ms',
    prepare: markingOneMore,
  },
  {
    name: 'compare',
    what: 'two indexed images of 150,000 entries, compared by metadata',
    limit: 300,
    unit: 'ms',
    prepare: comparingLarge,
  },
  {
    name: 'sharing-registry',
    what: 'sharing of a registry of 1,000 repositories on loopback ÷ the same requests, bare, 16 in flight',
    limit: 1.2,
    prepare: sharingOfRegistry,
  },
  ...TRANSFER_LINES,
]

/** The first frame that shows the whole tree. */
const treeDrawn = entry => entry.event === 'frame' && entry.tree

async function indexing(input, {node, say}, flags, yardstickOf) {
  const made = await benchInput(input, say)
  const args = ['inspect', ...flags, '--json', made.reference]
  return {
    // A folder of its own each time: nothing is found in a cache.
    ours: () => withFolder(folder => timeToEvent(node, folder, 'all-layers-indexed', args)),
    yardstick: yardstickOf(made),
  }
}

/** What saying why an image is big takes, once it is indexed, united and compared. */
async function analysing(input, {node, say}) {
  const made = await benchInput(input, say)
  const args = ['waste', '--quick', '--json', made.reference]
  return {
    ours: () => withFolder(folder => timeBetween(node, folder, ['contents-compared', 'analysed'], args)),
    yardstick: listing(made),
  }
}

function listing({layers}) {
  return () => withFolder(folder => sum(layers, ({path}) => timeOf('tar', ['-tf', path], join(folder, 'list'))))
}

function unpacking(program) {
  return ({blobs}) =>
    () =>
      sum(blobs, blob => timeOf(program, ['-dc', blob]))
}

/** `anew`: each time with a new folder for caches; else with one that the program has been started with before. */
function started({node, say}, anew) {
  return new Promise((resolve, reject) => {
    const held = withFolder(async kept => {
      const {reference} = await benchInput('thousand', say)
      const run = async folder => (await screenUntil(node, folder, 'frame', [reference])).ms
      if (!anew) await run(kept)
      await new Promise(end => {
        resolve({ours: () => (anew ? withFolder(run) : run(kept)), yardstick: () => timeOf(node, ['-e', '0']), end})
      })
    })
    held.catch(reject)
  })
}

function cached({node, say}, figure, withYardstick) {
  return new Promise((resolve, reject) => {
    // The folder with the filled cache lives as long as the line is measured.
    const held = withFolder(async folder => {
      const {reference} = await benchInput('archive', say)
      timeToEvent(node, folder, 'all-layers-indexed', ['inspect', '--json', reference])
      const ours = async () => figure(await screenUntil(node, folder, treeDrawn, [reference]))
      await new Promise(end => {
        resolve({ours, end, ...(withYardstick ? {yardstick: () => timeOf(node, ['-e', '0'])} : {})})
      })
    })
    held.catch(reject)
  })
}

function sum(items, measure) {
  return items.reduce((total, item) => total + measure(item), 0)
}
