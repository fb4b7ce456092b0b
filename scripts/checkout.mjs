// The state of this checkout: is what package-lock.json asks for installed, and is dist/ younger than its sources?
// Both questions are asked at every `npm start`, so they cost a few milliseconds and load nothing.
import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const installedMark = join(root, 'node_modules', '.layerlens-installed')
const builtMark = join(root, '.cache', 'built')
const BUILT_FROM = [
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'scripts/bundled-packages.mjs',
]
const BUILT_FILES = ['dist/main.js', 'dist/worker.js']

/** Installs the locked dependencies if they are not there. Ends the process, with npm's own words, when that fails. */
export function ensureInstalled() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).digest('hex')
  if (readText(installedMark) === wanted) return
  if (!matchesLock(JSON.parse(lock.toString()))) {
    console.error('layerlens: installing (first start only) …')
    // --include=dev: everything that is bundled is a development dependency, and NODE_ENV=production would leave it out.
    const args = [
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--loglevel=error',
      '--no-progress',
      '--no-fund',
      '--no-audit',
    ]
    const status = npm(args)
    if (status !== 0) {
      console.error('layerlens: the installation failed; npm says why above. Is the npm registry within reach?')
      process.exit(status)
    }
  }
  writeFileSync(installedMark, wanted)
}

/** True when dist/ was made from exactly the sources that are here now, told by names, sizes and times. */
export function isBuilt() {
  return BUILT_FILES.every(file => existsSync(join(root, file))) && readText(builtMark) === sourceStamp()
}

/** Remembers that dist/ was made from sources with this stamp. Take the stamp before building. */
export function markBuilt(stamp) {
  mkdirSync(join(root, '.cache'), {recursive: true})
  writeFileSync(builtMark, stamp)
}

/** One line that changes whenever a source file does. */
export function sourceStamp() {
  const hash = createHash('sha256')
  const note = path => {
    const {size, mtimeMs} = statSync(join(root, path))
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  const walk = folder => {
    for (const entry of readdirSync(join(root, folder), {withFileTypes: true})) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else if (/\.(ts|tsx|json)$/.test(entry.name)) note(path)
    }
  }
  for (const file of BUILT_FROM) note(file)
  walk('src')
  return hash.digest('hex')
}

/** True when node_modules holds the version that the lock names of everything that is not optional. */
function matchesLock(lock) {
  const text = readText(join(root, 'node_modules', '.package-lock.json'))
  if (text === null) return false
  const installed = JSON.parse(text).packages
  return Object.entries(lock.packages).every(
    ([path, {version, optional, link}]) =>
      path === '' || link || (installed[path] ? installed[path].version === version : optional === true),
  )
}

function npm(args) {
  // npm tells its scripts where it lives itself; a plain `node scripts/start.mjs` has to find it on the PATH.
  const own = process.env.npm_execpath
  const [command, first] = own?.endsWith('npm-cli.js') ? [process.execPath, [own]] : ['npm', []]
  const {status, error} = spawnSync(command, [...first, ...args], {
    cwd: root,
    // npm says on stdout how much it did, where only the program's own output belongs; what goes wrong it says on stderr.
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (error) console.error(`layerlens: npm could not be started: ${error.message}`)
  return status ?? 1
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
