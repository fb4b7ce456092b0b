// `npm run fuzz [-- --count N] [--seed S] [--first I]`: reads N damaged archives (100,000 without a word) in one process and
// prints what became of them. Ends with 1 at the first that crashes, hangs, or is read in two ways; its bytes are kept as a file.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {parseArgs} from 'node:util'
import {ensureInstalled, root} from './checkout.mjs'

const {values} = parseArgs({
  options: {count: {type: 'string', default: '100000'}, seed: {type: 'string'}, first: {type: 'string', default: '0'}},
})
const count = Number(values.count)
const first = Number(values.first)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
if (![count, first, seed].every(Number.isSafeInteger) || count < 1 || first < 0) {
  console.error('fuzz: --count, --seed and --first are whole numbers')
  process.exit(2)
}
/** What memory may grow by after the first tenth of a run: the collector's slack, not the archives. */
const GROWTH = 256 * 1024 * 1024
const LIMIT = 1024 * 1024 * 1024

ensureInstalled()
const {bundleFile} = await import('./bundle.mjs')
const folder = mkdtempSync(join(tmpdir(), 'layerlens-fuzz-'))
try {
  for (const name of ['fuzz-run', 'fuzz-worker'])
    writeFileSync(join(folder, `${name}.mjs`), await bundleFile(join(root, `test/fuzz/${name}.ts`)))
  const {fuzzRun} = await import(pathToFileURL(join(folder, 'fuzz-run.mjs')).href)
  console.log(`fuzz: ${count} damaged archives, seed ${seed}, Node ${process.versions.node}`)
  const started = Date.now()
  const worker = pathToFileURL(join(folder, 'fuzz-worker.mjs'))
  const {counts, failure, memory} = await fuzzRun({worker, seed, first, count, folder}, (done, resident) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${count}, ${megabytes(resident)} `)
  })
  if (process.stderr.isTTY) process.stderr.write('\r')
  for (const [outcome, times] of Object.entries(counts).sort()) console.log(`${String(times).padStart(8)}  ${outcome}`)
  if (failure) fail(failure)
  else summary(memory, Math.max(1, Date.now() - started))
} finally {
  rmSync(folder, {recursive: true, force: true})
}

function fail({number, kind, bytes, what}) {
  const path = join(tmpdir(), `layerlens-fuzz-${seed}-${number}.${kind === 'image' ? 'image.tar' : kind}`)
  writeFileSync(path, bytes)
  console.log(`FAILED at case ${number} (${kind}): ${what}`)
  console.log(`its bytes: ${path}`)
  console.log(`again:     npm run fuzz -- --seed ${seed} --first ${number} --count 1`)
  process.exitCode = 1
}

function summary(memory, ms) {
  const early = Math.max(0, ...memory.slice(0, Math.ceil(memory.length / 10)))
  const peak = Math.max(process.memoryUsage.rss(), ...memory)
  const quarters = [0.25, 0.5, 0.75, 1].map(part => megabytes(memory[Math.ceil(memory.length * part) - 1] ?? peak))
  console.log(
    `${count} read in ${(ms / 1000).toFixed(0)} s, ${((ms * 1000) / count).toFixed(0)} µs each: no crash, no hang`,
  )
  console.log(
    `resident ${megabytes(early)} in the first tenth, then at each quarter ${quarters.join(', ')}; peak ${megabytes(peak)}`,
  )
  if (peak > LIMIT || (memory.length > 20 && peak > early + GROWTH)) {
    console.log('FAILED: memory is not flat')
    process.exitCode = 1
  }
}

function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`
}
