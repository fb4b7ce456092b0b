// `npm run bench [-- [NAME…] [--rounds N] [--node PATH] [--list]]`: measures the built program against yardsticks of the same
// run, in turn, with a warm page cache, and prints medians. Inputs are made once (about 6 GB in the folder for temporary files,
// or in LAYERLENS_TEST_CACHE). Ends with 1 where a limit is missed.
import {spawnSync} from 'node:child_process'
import {parseArgs} from 'node:util'
import {LINES} from '../test/bench/lines.mjs'
import {median} from '../test/bench/measure.mjs'
import {ensureInstalled} from './checkout.mjs'
import {ensureBuilt} from './ensure-built.mjs'

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    rounds: {type: 'string', default: '5'},
    node: {type: 'string', default: process.execPath},
    list: {type: 'boolean', default: false},
  },
})
const rounds = Math.max(1, Number(values.rounds) || 5)
const unknown = positionals.filter(name => !LINES.some(line => line.name === name))
if (unknown.length > 0 || values.list) {
  for (const {name, what} of LINES) console.log(`${name.padEnd(20)}${what}`)
  if (unknown.length > 0) console.error(`bench: nothing is called ${unknown.join(', ')}`)
  process.exit(unknown.length > 0 ? 2 : 0)
}

ensureInstalled()
await ensureBuilt()

const version = spawnSync(values.node, ['-p', 'process.versions.node'], {encoding: 'utf8'}).stdout.trim()
const nodeVersion = version.split('.').map(Number)
const say = words => console.error(words)
console.log(`Node ${version}, median of ${rounds} runs, ours and the yardstick in turn`)
for (const line of LINES) {
  if (positionals.length > 0 && !positionals.includes(line.name)) continue
  try {
    if (!(await measure(line))) process.exitCode = 1
  } catch (error) {
    console.log(`${line.name.padEnd(20)}not measured: ${error.message}`)
    process.exitCode = 1
  }
}

/** Measures and prints one line; true when its limit is met. */
async function measure({name, what, limit, unit, prepare}) {
  const {ours, yardstick, end} = await prepare({node: values.node, say})
  try {
    // One round for the page cache.
    await ours()
    await yardstick?.()
    const [own, other] = [[], []]
    for (let round = 0; round < rounds; round++) {
      own.push(await ours())
      if (yardstick) other.push(await yardstick())
    }
    const wanted = typeof limit === 'function' ? limit({nodeVersion}) : limit
    const figure = yardstick ? median(own) / median(other) : median(own)
    const met = wanted === undefined || figure <= wanted
    const shown = yardstick
      ? `${figure.toFixed(2)} ×  (${median(own).toFixed(0)} ms ÷ ${median(other).toFixed(0)} ms)`
      : `${figure.toFixed(1)} ${unit}`
    const verdict = wanted === undefined ? '' : `${met ? 'met' : 'MISSED'}, limit ${wanted}${unit ? ` ${unit}` : ''}`
    console.log(`${name.padEnd(20)}${shown.padEnd(34)}${verdict.padEnd(22)}${what}`)
    return met
  } finally {
    end?.()
  }
}
