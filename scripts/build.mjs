// Bundles the program into dist/: what ships has no dependencies of its own. `--if-stale` does nothing when dist/ is current,
// `--sizes` lists what each file weighs.
import {chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import * as esbuild from 'esbuild'
import {isBuilt, markBuilt, root, sourceStamp} from './checkout.mjs'

const ENTRIES = {main: 'src/main.ts', worker: 'src/operations/worker/worker.ts'}

/** Native add-ons are never shipped: the packages that look for them fall back to JavaScript when loading one throws. */
const withoutNativeAddons = {
  name: 'without-native-addons',
  setup({onResolve, onLoad}) {
    onResolve({filter: /\.node$/}, ({path}) => ({path, namespace: 'native-addon'}))
    onLoad({filter: /./, namespace: 'native-addon'}, () => ({contents: 'throw new Error("native add-on left out")'}))
  },
}

/** Ink asks for React's devtools in development only; the package is not installed. */
export const withoutDevtools = {
  name: 'without-devtools',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'empty'}))
    onLoad({filter: /./, namespace: 'empty'}, () => ({contents: 'export default {}'}))
  },
}

/**
 * Ink measures every line of every frame by string-width, which takes each apart into graphemes. Ours (src/text/width.ts) knows
 * at a glance the lines that a screen is made of, and asks string-width for the rest: the same widths, and a frame costs less.
 */
export const withOwnWidth = {
  name: 'with-own-width',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^string-width$/}, ({importer}) =>
      importer === join(root, 'src/text/width.ts') ? undefined : {path: 'width', namespace: 'own-width'},
    )
    onLoad({filter: /./, namespace: 'own-width'}, () => ({
      resolveDir: root,
      contents: `import {width} from './src/text/width.ts'
        const SGR = /\\u001b\\[[0-9;:]*m/g
        export default text => typeof text === 'string' ? width(text.includes('\\u001b') ? text.replace(SGR, '') : text) : 0`,
    }))
  },
}

/** Lines kept in Ink's caches before they are emptied: a dozen screens, 10 MB. */
const INK_LINES = 1000

/** Replaces pieces of a package's file. Throws where the file is not the one that is known. */
function edited(path, edits) {
  let text = readFileSync(path, 'utf8')
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${path} has changed: ${from} is not in it`)
    text = text.replace(from, () => to)
  }
  return {contents: text, loader: 'js'}
}

/**
 * Ink takes every line of every frame apart anew, since its caches live as long as one frame. Most lines of a frame were in
 * the one before: with caches that stay, a key costs two thirds.
 */
const withLastingInkCaches = {
  name: 'with-lasting-ink-caches',
  setup({onLoad}) {
    onLoad({filter: /[\\/]ink[\\/]build[\\/]output\.js$/}, ({path}) =>
      edited(path, [
        ['caches = new OutputCaches();', 'caches = lastingCaches();'],
        [
          'export default class Output',
          `let lasting = new OutputCaches();
const lastingCaches = () => (lasting.styledChars.size > ${INK_LINES} ? (lasting = new OutputCaches()) : lasting);
export default class Output`,
        ],
      ]),
    )
  },
}

/**
 * string-width makes a segmenter and a pattern of all emoji when it is loaded. Most screens and listings never need them, and
 * they cost 20 ms at every start: here they are made at their first use.
 */
const withLazyStringWidth = {
  name: 'with-lazy-string-width',
  setup({onLoad}) {
    onLoad({filter: /[\\/]string-width[\\/]index\.js$/}, ({path}) =>
      edited(path, [
        [
          'const segmenter = new Intl.Segmenter();',
          'let made; const segmenter = {segment: text => (made ??= new Intl.Segmenter()).segment(text)};',
        ],
        [
          String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`,
          String.raw`let emoji; const rgiEmojiRegex = {test: text => (emoji ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(text)};`,
        ],
      ]),
    )
  },
}

/** Yoga's loader asks fetch for the bytes that lie in its own text; without, it takes them as they are, 20 ms sooner. */
export const withoutFetchInYoga = {
  name: 'without-fetch-in-yoga',
  setup({onLoad}) {
    onLoad({filter: /yoga-wasm-base64-esm\.js$/}, ({path}) => ({
      contents: `const fetch = undefined;${readFileSync(path, 'utf8')}`,
      loader: 'js',
    }))
  },
}

/**
 * Builds dist/ and returns its files as {name, bytes}. Rejects when a source does not compile; esbuild has then printed why.
 * A running program keeps working meanwhile: chunks have their hash in their name, and entries are replaced by renaming.
 */
export async function build({outdir = join(root, 'dist')} = {}) {
  const stamp = sourceStamp()
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const {outputFiles} = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
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
    plugins: [
      withoutDevtools,
      withOwnWidth,
      withLazyStringWidth,
      withLastingInkCaches,
      withoutFetchInYoga,
      withoutNativeAddons,
    ],
  })
  mkdirSync(outdir, {recursive: true})
  const isEntry = file => basename(file.path, '.js') in ENTRIES
  const files = outputFiles.sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)))
  for (const file of files) writeWhole(file.path, finish(file))
  const names = new Set(files.map(file => basename(file.path)))
  for (const name of readdirSync(outdir))
    if (!names.has(name)) rmSync(join(outdir, name), {recursive: true, force: true})
  chmodSync(join(outdir, 'main.js'), 0o755)
  if (outdir === join(root, 'dist')) markBuilt(stamp)
  return files.map(file => ({name: basename(file.path), bytes: file.contents.length}))
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
