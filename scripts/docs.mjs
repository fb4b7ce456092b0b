// Brings what is generated in the documents up to date: the README's tables and the man page; with --picture the moving picture
// of the screen too, which is large and so isn't made anew for every word that changes.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {build} from './build.mjs'
import {bundle} from './bundle.mjs'
import {root} from './checkout.mjs'

await build()
const folder = mkdtempSync(join(tmpdir(), 'layerlens-docs-'))
try {
  const names = ['tables.ts', 'man-page.ts', 'config-schema.ts', 'picture.tsx']
  const entries = names.map(name => [name.slice(0, name.indexOf('.')), join(root, 'scripts/docs', name)])
  // As CommonJS packages ask for Node's own modules, .js needs to be known for what it is.
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
  for (const {name, code} of await bundle(Object.fromEntries(entries))) writeFileSync(join(folder, name), code)
  const load = name => import(pathToFileURL(join(folder, name)).href)
  const {commandTable, keyTable, settingsTable, filledIn} = await load('tables.js')
  const readme = join(root, 'README.md')
  const text = filledIn(readFileSync(readme, 'utf8'), {
    commands: commandTable(),
    keys: keyTable(),
    settings: settingsTable(),
  })
  writeFileSync(readme, text)
  const {manPage} = await load('man-page.js')
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(join(root, 'assets/layerlens.1'), manPage(version))
  const {configSchema} = await load('config-schema.js')
  writeFileSync(join(root, 'assets/config.schema.json'), configSchema())
  if (process.argv.includes('--picture')) {
    const {picture} = await load('picture.js')
    const svg = await picture({
      worker: pathToFileURL(join(root, 'dist/worker.js')),
      image: join(root, 'assets/demo.tar'),
      columns: 120,
      rows: 30,
      title: 'layerlens on its demo image: layers, filter, versions, waste, map and history',
      scenes: [
        {keys: [], caption: 'layerlens IMAGE    an archive, a layout, the engine, a registry', last: 3},
        {keys: ['[', '[', '[', '['], caption: '[ ]   layer by layer: what it is, what it wastes', each: 0.7, last: 1.5},
        {keys: ['c'], caption: 'c     only what this layer changed, and why', last: 3},
        {keys: ['c', 'c', 'tab', '/', 'e', 'n', 'v'], caption: '/     filter as you type', each: 0.3, last: 2},
        {keys: ['enter', 'v'], caption: 'v     every version of a path, deleted ones too', last: 3},
        {keys: ['esc', 'esc', '2'], caption: '2     why it is big, and the line to change', last: 3},
        {keys: ['enter'], caption: '↵     the evidence: layer, instruction, paths', last: 3},
        {keys: ['3'], caption: '3     where the bytes are', last: 3},
        {keys: ['4'], caption: '4     the history, as a Dockerfile reads', last: 3},
        {keys: ['1', ':', 'l', 'a', 'r'], caption: ':     any action by a few letters', each: 0.3, last: 2.5},
      ],
    })
    writeFileSync(join(root, 'assets/tour.svg'), svg)
  }
} finally {
  rmSync(folder, {recursive: true, force: true})
}
process.exit(0)
