// Makes assets/demo.tar, the image that opens where none is named. The same sources always give the same bytes.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import * as esbuild from 'esbuild'
import {root} from './checkout.mjs'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-demo-'))
try {
  const outfile = join(folder, 'demo.mjs')
  await esbuild.build({
    entryPoints: [join(root, 'scripts/demo/archive.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    banner: {js: "import {createRequire as __r} from 'node:module'; const require = __r(import.meta.url);"},
  })
  const {demoArchive} = await import(pathToFileURL(outfile).href)
  const bytes = await demoArchive()
  const target = process.argv[2] ?? join(root, 'assets/demo.tar')
  mkdirSync(join(target, '..'), {recursive: true})
  writeFileSync(target, bytes)
  console.log(`${target}: ${bytes.length} bytes`)
} finally {
  rmSync(folder, {recursive: true, force: true})
}
