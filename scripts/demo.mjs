// Makes assets/demo.tar, the image that opens where none is named. The same sources always give the same bytes.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {bundleFile} from './bundle.mjs'
import {root} from './checkout.mjs'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-demo-'))
try {
  const outfile = join(folder, 'demo.mjs')
  writeFileSync(outfile, await bundleFile(join(root, 'scripts/demo/archive.ts')))
  const {demoArchive} = await import(pathToFileURL(outfile).href)
  const bytes = await demoArchive()
  const target = process.argv[2] ?? join(root, 'assets/demo.tar')
  mkdirSync(join(target, '..'), {recursive: true})
  writeFileSync(target, bytes)
  console.log(`${target}: ${bytes.length} bytes`)
} finally {
  rmSync(folder, {recursive: true, force: true})
}
