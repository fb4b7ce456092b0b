import {spawn, spawnSync} from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {connect, createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {contentPool} from './content-pool.mjs'
import {writeDockerArchive} from './image-files.mjs'
import {writeLayers} from './layered-tree.mjs'
import {screenUntil, withFolder} from './measure.mjs'

/** What looking into an image of a registry costs. */
export const REMOTE_LINES = [
  {
    name: 'remote-tree',
    what: 'a zstd:chunked image of 1 GB, 20,000 files (by skopeo) in docker-registry: bytes fetched to its full tree, of its own',
    limit: 1,
    unit: '%',
    prepare: async ({node, say}) => {
      const layout = chunkedLayout(say)
      const registry = await startRegistry()
      const way = await countingWay(registry.port)
      run('skopeo', [
        ...['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false'],
        ...[`oci:${layout}:bench`, `docker://127.0.0.1:${registry.port}/bench/chunked:1`],
      ])
      const blobs = join(layout, 'blobs', 'sha256')
      const size = readdirSync(blobs).reduce((sum, name) => sum + statSync(join(blobs, name)).size, 0)
      const reference = `docker://127.0.0.1:${way.port}/bench/chunked:1`
      const treeDrawn = entry => entry.event === 'frame' && entry.tree
      return {
        ours: () =>
          withFolder(async cache => {
            const before = way.bytes()
            await screenUntil(node, cache, treeDrawn, [reference])
            return ((way.bytes() - before) / size) * 100
          }),
        end: () => {
          way.end()
          registry.end()
        },
      }
    },
  },
]

/** An image as skopeo writes it for lazy pulling, each layer with a table of its contents; made once. */
function chunkedLayout(say) {
  const folder = join(process.env.LAYERLENS_TEST_CACHE ?? tmpdir(), `layerlens-chunked-${process.getuid?.() ?? 0}-1`)
  const layout = join(folder, 'layout')
  if (existsSync(folder)) return layout
  say('making the zstd:chunked image (once) …')
  const making = `${folder}.making-${process.pid}`
  mkdirSync(join(making, 'layers'), {recursive: true})
  try {
    const layers = writeLayers(join(making, 'layers'), {...SHAPE, pool: contentPool()})
    const archive = join(making, 'image.tar')
    writeDockerArchive(archive, layers, 'bench/chunked:1')
    run('skopeo', [
      ...['--insecure-policy', 'copy', '--quiet', '--dest-compress-format', 'zstd:chunked'],
      ...[`docker-archive:${archive}`, `oci:${join(making, 'layout')}:bench`],
    ])
    rmSync(archive)
    rmSync(join(making, 'layers'), {recursive: true})
    if (!existsSync(folder)) renameSync(making, folder)
  } finally {
    rmSync(making, {recursive: true, force: true})
  }
  return layout
}

const SHAPE = {layers: 5, files: 20_000, bytes: 1e9, seed: 3}

function run(command, args) {
  const {status, error, stderr} = spawnSync(command, args, {stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8'})
  if (error || status !== 0) throw error ?? new Error(`${command} ended with ${status}: ${stderr}`)
}

/** A way to a port of this machine that counts the bytes which come from there. */
async function countingWay(port) {
  let bytes = 0
  const server = createServer(client => {
    const onward = connect(port, '127.0.0.1')
    onward.on('data', chunk => {
      bytes += chunk.length
    })
    client.on('error', () => onward.destroy())
    onward.on('error', () => client.destroy())
    client.pipe(onward).pipe(client)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {port: server.address().port, bytes: () => bytes, end: () => server.close()}
}

/** Docker Registry over an empty folder, on a port of its own. */
async function startRegistry() {
  const program = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin']
    .map(folder => join(folder, 'docker-registry'))
    .find(path => existsSync(path))
  if (program === undefined) throw new Error('docker-registry is not installed')
  const folder = mkdtempSync(join(tmpdir(), 'llb-registry-'))
  const probe = createServer()
  await new Promise(resolve => probe.listen(0, '127.0.0.1', resolve))
  const {port} = probe.address()
  await new Promise(resolve => probe.close(resolve))
  mkdirSync(join(folder, 'data'))
  const config = join(folder, 'config.yml')
  writeFileSync(
    config,
    `version: 0.1\nstorage: {filesystem: {rootdirectory: ${folder}/data}}\nhttp: {addr: '127.0.0.1:${port}'}\n`,
  )
  const log = join(folder, 'log')
  const child = spawn('sh', ['-c', `exec '${program}' serve '${config}' 2>'${log}'`], {stdio: 'ignore'})
  const end = () => {
    child.kill('SIGKILL')
    rmSync(folder, {recursive: true, force: true})
  }
  for (let tries = 0; !existsSync(log) || !readFileSync(log, 'utf8').includes('listening on'); tries++) {
    if (tries > 500) {
      end()
      throw new Error('docker-registry does not start')
    }
    await pause(20)
  }
  return {port, end}
}
