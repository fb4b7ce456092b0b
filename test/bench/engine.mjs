import {spawn, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {contentPool} from './content-pool.mjs'
import {writeDockerArchive} from './image-files.mjs'
import {refreshToFrame} from './keys.mjs'
import {writeLayers} from './layered-tree.mjs'
import {screenUntil, timeOf, withFolder} from './measure.mjs'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** 12 layers, 600 MB: what an engine takes seconds to save. */
const SHAPE = {layers: 12, files: 20_000, bytes: 600e6, seed: 4}

const drawn = entry => entry.event === 'frame' && entry.tree

/** What an engine's images cost, held against what its own client takes. */
export const ENGINE_LINES = [
  {
    name: 'engine-first-frame',
    what: 'an image of 600 MB on the engine: start to first frame ÷ node -e 0',
    limit: 8,
    prepare: async options => {
      const engine = await withImage(options)
      return {
        ours: () =>
          withFolder(
            async folder => (await screenUntil(options.node, folder, 'frame', [NAME, '--host', engine.host])).ms,
          ),
        yardstick: () => timeOf(options.node, ['-e', '0']),
        end: engine.end,
      }
    },
  },
  {
    name: 'engine-tree',
    what: 'the same, never read before: start to the whole tree ÷ docker save > FILE',
    limit: 1.15,
    prepare: async options => {
      const engine = await withImage(options)
      return {
        ours: () =>
          withFolder(
            async folder => (await screenUntil(options.node, folder, drawn, [NAME, '--host', engine.host])).ms,
          ),
        yardstick: () =>
          withFolder(folder => timeOf('docker', ['-H', engine.host, 'save', NAME], join(folder, 'saved.tar'))),
        end: engine.end,
      }
    },
  },
  {
    name: 'engine-memory',
    what: 'the same: most memory resident while it streams',
    limit: 300,
    unit: 'MB',
    prepare: async options => {
      const engine = await withImage(options)
      const run = folder => screenUntil(options.node, folder, drawn, [NAME, '--host', engine.host])
      return {ours: () => withFolder(async folder => (await run(folder)).residentBytes / 1e6), end: engine.end}
    },
  },
  {
    name: 'engine-list',
    what: '500 images: layerlens images ÷ docker images',
    limit: 1.5,
    prepare: options => withImages(options, ({host}) => timeOf(options.node, [program, 'images', '--host', host])),
  },
  {
    name: 'engine-list-key',
    what: 'the same on the screen: the key that asks anew to the frame with the list ÷ docker images',
    limit: 1.5,
    prepare: options => withImages(options, ({host}) => refreshToFrame(options.node, host)),
  },
  {
    name: 'engine-shares',
    what: '500 images: start to the frame that tells what they share ÷ docker image inspect of all of them',
    limit: 5,
    prepare: options =>
      withImages(
        options,
        ({host}) =>
          withFolder(
            async folder =>
              (
                await screenUntil(options.node, folder, ({event, sharing}) => event === 'frame' && sharing, [
                  '--host',
                  host,
                ])
              ).ms,
          ),
        ({host}) => timeOf('docker', ['-H', host, 'image', 'inspect', ...names(IMAGES)]),
      ),
  },
]

const NAME = 'bench/engine:1'

/** Images of an engine whose list is looked at. */
const IMAGES = 500

const names = count => Array.from({length: count}, (_, i) => `many/image-${i}:1`)

const listed = ({host}) => timeOf('docker', ['-H', host, 'images'])

async function withImages({say}, ours, yardstick = listed) {
  const engine = await startEngine()
  say(`making ${IMAGES} images …`)
  makeImages(engine.host, IMAGES)
  return {
    ours: async () => ours(engine),
    yardstick: () => yardstick(engine),
    end: engine.end,
  }
}

async function withImage({say}) {
  const engine = await startEngine()
  say('loading an image of 600 MB into an engine …')
  const folder = mkdtempSync(join(tmpdir(), 'llbe-'))
  try {
    mkdirSync(join(folder, 'layers'))
    const layers = writeLayers(join(folder, 'layers'), {...SHAPE, pool: contentPool()})
    writeDockerArchive(join(folder, 'image.tar'), layers, NAME)
    run('docker', ['-H', engine.host, 'load', '--quiet', '--input', join(folder, 'image.tar')])
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
  return engine
}

/** Images of a file each, on a layer that they all share. */
function makeImages(host, count) {
  const folder = mkdtempSync(join(tmpdir(), 'llbe-'))
  try {
    for (const name of names(count)) {
      writeFileSync(join(folder, 'file'), `${name}\n`)
      run('tar', ['-C', folder, '-cf', join(folder, 'i.tar'), 'file'])
      run('docker', ['-H', host, 'import', join(folder, 'i.tar'), name])
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** A Docker engine of its own, which ends with us. */
async function startEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'llbd-'))
  const socket = join(folder, 's')
  const options = [
    '--data-root',
    join(folder, 'data'),
    '--exec-root',
    join(folder, 'exec'),
    '--pidfile',
    join(folder, 'pid'),
  ]
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none']
  const args = ['--pdeathsig', 'SIGTERM', 'dockerd', ...options, '-H', `unix://${socket}`, ...network]
  const child = spawn('setpriv', args, {stdio: 'ignore'})
  const host = `unix://${socket}`
  const deadline = Date.now() + 60_000
  while (spawnSync('docker', ['-H', host, 'version'], {stdio: 'ignore'}).status !== 0) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('dockerd does not answer')
    await pause(100)
  }
  const end = async () => {
    const ended = new Promise(resolve => child.once('close', resolve))
    child.kill('SIGTERM')
    await ended
    rmSync(folder, {recursive: true, force: true})
  }
  return {host, end}
}

function run(program, args) {
  const {status, stderr} = spawnSync(program, args, {stdio: ['ignore', 'ignore', 'pipe']})
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`)
}
