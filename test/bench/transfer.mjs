import {spawn, spawnSync} from 'node:child_process'
import {createCipheriv, createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {writeLayout} from './image-files.mjs'
import {TarWriter} from './tar-writer.mjs'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const LAYERS = 10
const LAYER_BYTES = 100 * 2 ** 20

/**
 * Lines that send an OCI layout of 1 GB (10 gzip layers, which no packing makes smaller) to a registry on this machine and
 * fetch it, beside skopeo: {name, what, limit, unit?, prepare} as in lines.mjs.
 */
export const TRANSFER_LINES = [
  {
    name: 'push',
    what: 'push of a 1 GB layout to a registry on this machine ÷ skopeo copy',
    limit: 1.1,
    prepare: options => transferring(options, pushing),
  },
  {
    name: 'pull',
    what: 'pull of it into a layout ÷ skopeo copy',
    limit: 1.1,
    prepare: options => transferring(options, pulling),
  },
  {
    name: 'transfer-memory',
    what: 'most memory resident in both',
    limit: 200,
    unit: 'MB',
    prepare: async options => {
      const [push, pull] = [await transferring(options, pushing), await transferring(options, pulling)]
      return {
        ours: async () => {
          await push.ours()
          await pull.ours()
          return Math.max(push.memory(), pull.memory()) / 1e6
        },
        end: () => {
          push.end()
          pull.end()
        },
      }
    },
  },
]

async function transferring({node, say}, way) {
  const layout = await transferInput(say)
  const registry = await startRegistry()
  let memory = 0
  const run = async (command, args) => {
    const {ms, residentBytes} = await measured(command, args)
    if (command === node) memory = Math.max(memory, residentBytes)
    return ms
  }
  const {ours, yardstick} = await way({layout, registry, run, node})
  return {ours, yardstick, memory: () => memory, end: () => registry.end()}
}

/** Into an empty registry each time. */
function pushing({layout, registry, run, node}) {
  const target = `docker://${registry.host}/bench:1`
  return {
    ours: () => registry.emptied(() => run(node, [program, 'copy', `oci:${layout}:bench`, target])),
    yardstick: () =>
      registry.emptied(() => run('skopeo', skopeo('--dest-tls-verify=false', `oci:${layout}:bench`, target))),
  }
}

/** Into an empty folder each time. */
async function pulling({layout, registry, run, node}) {
  const source = `docker://${registry.host}/bench:1`
  await run('skopeo', skopeo('--dest-tls-verify=false', `oci:${layout}:bench`, source))
  const into = async start => {
    const folder = join(registry.folder, 'pulled')
    try {
      return await start(`oci:${folder}:1`)
    } finally {
      rmSync(folder, {recursive: true, force: true})
    }
  }
  return {
    ours: () => into(target => run(node, [program, 'copy', source, target])),
    yardstick: () => into(target => run('skopeo', skopeo('--src-tls-verify=false', source, target))),
  }
}

const skopeo = (tls, from, to) => ['--insecure-policy', 'copy', '--quiet', tls, from, to]

/** Runs a program to its end: wall time, and the most memory that it had resident, as far as one can look. */
function measured(command, args) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(command, args, {stdio: ['ignore', 'ignore', 'inherit']})
    let residentBytes = 0
    const watch = setInterval(() => {
      residentBytes = Math.max(residentBytes, residentPeak(child.pid))
    }, 20)
    child.once('error', reject)
    child.once('close', code => {
      clearInterval(watch)
      if (code === 0) resolve({ms: performance.now() - started, residentBytes})
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`))
    })
  })
}

function residentPeak(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

async function startRegistry() {
  const path = spawnSync('sh', ['-c', 'PATH=$PATH:/usr/sbin command -v docker-registry'], {
    encoding: 'utf8',
  }).stdout.trim()
  if (path === '') throw new Error('docker-registry is not installed')
  const folder = join(tmpdir(), `layerlens-bench-registry-${process.pid}-${Math.random().toString(36).slice(2)}`)
  const port = await freePort()
  mkdirSync(folder)
  // JSON is YAML too.
  const config = {
    version: '0.1',
    log: {level: 'error'},
    storage: {filesystem: {rootdirectory: join(folder, 'data')}},
    http: {addr: `127.0.0.1:${port}`},
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  const child = spawn(path, ['serve', join(folder, 'config.json')], {stdio: 'ignore'})
  const host = `127.0.0.1:${port}`
  while (
    !(await fetch(`http://${host}/v2/`)
      .then(({ok}) => ok)
      .catch(() => false))
  )
    await pause(50)
  return {
    host,
    folder,
    async emptied(work) {
      rmSync(join(folder, 'data'), {recursive: true, force: true})
      return work()
    },
    end() {
      child.kill('SIGKILL')
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

async function freePort() {
  const server = createServer()
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}

/** The layout, made the first time, then found again; changes with this file. */
async function transferInput(say) {
  const version = createHash('sha256')
    .update(readFileSync(import.meta.filename))
    .digest('hex')
    .slice(0, 12)
  const parent = process.env.LAYERLENS_TEST_CACHE ?? tmpdir()
  const folder = join(parent, `layerlens-transfer-bench-${process.getuid?.() ?? 0}-${version}`)
  if (existsSync(folder)) return folder
  say('making the layout of 1 GB that is pushed and pulled (once) …')
  const making = `${folder}.making-${process.pid}`
  mkdirSync(making, {recursive: true})
  const layers = Array.from({length: LAYERS}, (_, i) => writeLayer(join(making, `layer-${i}.tar`), i))
  await writeLayout(making, layers, 'gzip', 'bench')
  for (const {path} of layers) rmSync(path)
  if (existsSync(folder)) rmSync(making, {recursive: true})
  else renameSync(making, folder)
  return folder
}

/** A tar of one file of noise, the same each time. */
function writeLayer(path, number) {
  const tar = new TarWriter(path)
  tar.fileHeader(`noise-${number}`, LAYER_BYTES, 1_700_000_000)
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16, number + 1), Buffer.alloc(16))
  const zeros = Buffer.alloc(2 ** 20)
  for (let written = 0; written < LAYER_BYTES; written += zeros.length) tar.raw(noise.update(zeros))
  return {path, diffId: tar.close(), bytes: tar.bytes, entries: tar.entries}
}
