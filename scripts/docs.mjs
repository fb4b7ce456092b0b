// Brings what is generated in the documents up to date: the README's tables and the picture of the screen.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import * as esbuild from 'esbuild'
import {build, withoutDevtools} from './build.mjs'
import {root} from './checkout.mjs'

await build()
const folder = mkdtempSync(join(tmpdir(), 'layerlens-docs-'))
try {
  await esbuild.build({
    entryPoints: [join(root, 'scripts/docs/tables.ts'), join(root, 'scripts/docs/picture.tsx')],
    outdir: folder,
    outExtension: {'.js': '.mjs'},
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    logLevel: 'warning',
    define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
    plugins: [withoutDevtools],
    banner: {js: "import {createRequire as __r} from 'node:module'; const require = __r(import.meta.url);"},
  })
  const load = name => import(pathToFileURL(join(folder, name)).href)
  const {commandTable, keyTable, filledIn} = await load('tables.mjs')
  const readme = join(root, 'README.md')
  const text = filledIn(readFileSync(readme, 'utf8'), {commands: commandTable(), keys: keyTable()})
  writeFileSync(readme, text)
  const {picture} = await load('picture.mjs')
  const svg = await picture({
    worker: pathToFileURL(join(root, 'dist/worker.js')),
    image: join(root, 'assets/demo.tar'),
    columns: 120,
    rows: 30,
    keys: ['[', '[', '[', '[', 'c', 'tab'],
    title: 'layerlens on its demo image',
  })
  writeFileSync(join(root, 'assets/explorer.svg'), svg)
} finally {
  rmSync(folder, {recursive: true, force: true})
}
process.exit(0)
