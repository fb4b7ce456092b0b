// Bundles the program into dist/: what ships has no dependencies of its own. `--if-stale` does nothing when dist/ is current,
// `--sizes` lists what each file weighs.
import {chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import * as esbuild from 'esbuild'
import {editsOfPackages, PACKAGE_PLUGINS} from './bundled-packages.mjs'
import {isBuilt, markBuilt, root, sourceStamp} from './checkout.mjs'

/**
 * Each is bundled by itself. Where they shared chunks, every thread and every start of the program would load a dozen small files
 * more, at a millisecond each.
 */
const ENTRIES = {
  main: 'src/main.ts',
  worker: 'src/operations/worker/entry.ts',
  'write-worker': 'src/sources/disk/write-worker.ts',
  'export-worker': 'src/sources/engine/export-worker.ts',
}

/**
 * Builds dist/ and returns its files as {name, bytes}. Rejects when a source does not compile; esbuild has then printed why.
 * A running program keeps working meanwhile: chunks have their hash in their name, and entries are replaced by renaming.
 */
export async function build({outdir = join(root, 'dist')} = {}) {
  const stamp = sourceStamp()
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const bundles = await Promise.all(
    Object.entries(ENTRIES).map(([name, path]) => bundle({[name]: path}, {outdir, version})),
  )
  mkdirSync(outdir, {recursive: true})
  const isEntry = file => basename(file.path, '.js') in ENTRIES
  const files = bundles.flat().sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)))
  for (const file of files) writeWhole(file.path, finish(file))
  const names = new Set(files.map(file => basename(file.path)))
  for (const name of readdirSync(outdir))
    if (!names.has(name)) rmSync(join(outdir, name), {recursive: true, force: true})
  chmodSync(join(outdir, 'main.js'), 0o755)
  if (outdir === join(root, 'dist')) markBuilt(stamp)
  return files.map(file => ({name: basename(file.path), bytes: file.contents.length}))
}

async function bundle(entryPoints, {outdir, version}) {
  const edits = editsOfPackages()
  const {outputFiles} = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    chunkNames: 'chunk-[hash]',
    legalComments: 'none',
    logLevel: 'warning',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      __LAYERLENS_VERSION__: JSON.stringify(version),
    },
    plugins: [...PACKAGE_PLUGINS, edits.plugin],
  })
  if ('main' in entryPoints && edits.left.size > 0)
    throw new Error(`not bundled, so that their edits went nowhere: ${[...edits.left].join(', ')}`)
  return outputFiles
}

function finish({path, text}) {
  let code = text
  // CommonJS packages inside an ES module still ask for what Node gives to CommonJS only; just those chunks get it.
  if (/\b__dirname\b/.test(code)) code = `const __dirname=import.meta.dirname;${code}`
  if (/\b__filename\b/.test(code)) code = `const __filename=import.meta.filename;${code}`
  if (code.includes('Dynamic require of')) {
    code = `import{createRequire as __nodeRequire}from"node:module";const require=__nodeRequire(import.meta.url);${code}`
  }
  if (basename(path) === 'main.js' && !code.startsWith('#!')) code = `#!/usr/bin/env node\n${code}`
  return code
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
      if (!error?.errors) console.error(error)
      process.exitCode = 1
    }
  }
}
