// Bundles the program into dist/: what ships has no dependencies of its own. `--if-stale` does nothing when dist/ is current,
// `--sizes` lists what each file weighs.
import {chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {bundle} from './bundle.mjs'
import {packagePlugin} from './bundled-packages.mjs'
import {isBuilt, markBuilt, root, sourceStamp} from './checkout.mjs'

/**
 * Each is bundled by itself: where they shared files, every thread would load a dozen small ones more, at a millisecond each.
 * `parts` are what an entry loads once it knows what is wanted of it.
 */
const ENTRIES = {
  main: {path: 'src/main.ts', parts: ['src/explore.ts', 'src/command-line.ts']},
  worker: {path: 'src/operations/worker/entry.ts', parts: ['src/operations/worker/worker.ts']},
  'write-worker': {path: 'src/sources/disk/write-worker.ts', parts: []},
  'export-worker': {path: 'src/sources/engine/export-worker.ts', parts: []},
}

/**
 * Builds dist/ and returns its files as {name, bytes}. Rejects when a source does not compile, and says why.
 * A running program keeps working meanwhile: chunks have their hash in their name, and entries are replaced by renaming.
 */
export async function build({outdir = join(root, 'dist')} = {}) {
  const stamp = sourceStamp()
  const bundles = await Promise.all(Object.keys(ENTRIES).map(bundleEntry))
  mkdirSync(outdir, {recursive: true})
  const isEntry = ({name}) => name.replace(/\.js$/, '') in ENTRIES
  const files = bundles.flat().sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)))
  for (const file of files) writeWhole(join(outdir, file.name), finish(file))
  const names = new Set(files.map(file => file.name))
  for (const name of readdirSync(outdir))
    if (!names.has(name)) rmSync(join(outdir, name), {recursive: true, force: true})
  chmodSync(join(outdir, 'main.js'), 0o755)
  if (outdir === join(root, 'dist')) markBuilt(stamp)
  return files.map(({name, code}) => ({name, bytes: Buffer.byteLength(code)}))
}

async function bundleEntry(name) {
  const {path, parts} = ENTRIES[name]
  const packages = packagePlugin()
  const groups = {
    debugName: name,
    name: fileOf(
      join(root, path),
      parts.map(part => join(root, part)),
    ),
  }
  const files = await bundle({[name]: join(root, path)}, {minify: true, plugins: [packages], groups})
  if (name === 'main' && packages.unmet().length > 0)
    throw new Error(`not bundled, so that their edits went nowhere: ${packages.unmet().join(', ')}`)
  return files
}

/**
 * Names the file that a module shares with those that are always loaded with it: those that the entry imports, and those that the
 * same of its parts import. Null for the rest, which the bundler splits by who asks for it. Files that are named so never import
 * one another in a circle: what a module imports is imported by whoever imports the module.
 */
function fileOf(entry, parts) {
  let reached = null
  return (id, graph) => {
    const closure = from => {
      const seen = new Set()
      const open = [from]
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (seen.has(next)) continue
        seen.add(next)
        open.push(...(graph.getModuleInfo(next)?.importedIds ?? []))
      }
      return seen
    }
    reached ??= [closure(entry), ...parts.map(part => closure(part))]
    // Whoever waits for the entry itself waits for what it awaits.
    if (id === entry) return null
    if (reached[0].has(id)) return 'entry'
    const by = parts.flatMap((_, i) => (reached[i + 1].has(id) ? [i] : []))
    return by.length === 0 ? null : `part-${by.join('-')}`
  }
}

function finish({name, code: text}) {
  let code = withBuiltins(text)
  // CommonJS packages inside an ES module still ask for what Node gives to CommonJS only; just those files get it.
  if (/\b__dirname\b/.test(code)) code = `const __dirname=import.meta.dirname;${code}`
  if (/\b__filename\b/.test(code)) code = `const __filename=import.meta.filename;${code}`
  return name === 'main.js' && !code.startsWith('#!') ? `#!/usr/bin/env node\n${code}` : code
}

const NAME = String.raw`[\w$]+`
const BUILTIN = new RegExp(
  String.raw`^import\s*(?:(${NAME})\s*,?\s*)?(?:\*\s*as\s+(${NAME})\s*|\{([^{}]*)\}\s*)?from\s*"(node:[\w/]+)";?`,
)
const IMPORT = /^import\b[^"'`;]*["'][^"']+["'];?/

/**
 * A file that asks Node for its own modules as values. An import makes Node read every property of such a module once, and some are
 * whole parts of Node: 2 to 20 ms for fs, util, crypto, process and http, before the first line of ours runs.
 */
function withBuiltins(code) {
  const asked = []
  const kept = []
  let rest = code
  for (;;) {
    const found = IMPORT.exec(rest)
    if (found === null) break
    const [, whole, all, named, module] = BUILTIN.exec(found[0]) ?? []
    if (module === undefined) kept.push(found[0])
    else {
      const builtin = `process.getBuiltinModule("${module}")`
      for (const name of [whole, all]) if (name !== undefined) asked.push(`${name}=${builtin}`)
      if (named !== undefined) asked.push(`{${named.replace(/\s+as\s+/g, ':')}}=${builtin}`)
    }
    rest = rest.slice(found[0].length).trimStart()
  }
  return kept.join('') + (asked.length === 0 ? '' : `const ${asked.join(',')};`) + rest
}

function writeWhole(path, content) {
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, content)
  renameSync(temporary, path)
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const options = process.argv.slice(2)
  if (!(options.includes('--if-stale') && isBuilt())) {
    try {
      const files = await build()
      if (options.includes('--sizes'))
        for (const {name, bytes} of files) console.log(`${String(bytes).padStart(9)}  ${name}`)
    } catch (error) {
      console.error(error?.errors ? error.message : error)
      process.exitCode = 1
    }
  }
}
