// `npm run check`: types, lint and format, then all tests (test/architecture.test.ts among them). One line a step; the whole
// output of a step only when it fails. Stops at the first step that does.
import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {ensureInstalled, root} from './checkout.mjs'

ensureInstalled()

const bin = name => join(root, 'node_modules', '.bin', name)
const STEPS = [
  {name: 'types', program: bin('tsc'), args: ['--project', '.']},
  {name: 'lint and format', program: bin('biome'), args: ['check', '--error-on-warnings']},
  {name: 'build', program: process.execPath, args: ['scripts/build.mjs', '--if-stale']},
  {name: 'tests', program: process.execPath, args: ['scripts/test.mjs', '--silent=passed-only'], lastLine: true},
]

for (const {name, program, args, lastLine} of STEPS) {
  const started = performance.now()
  const {status, output} = await capture(program, args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (status !== 0) {
    process.stdout.write(output)
    console.log(`${name}: failed after ${seconds} s`)
    process.exitCode = status
    break
  }
  const detail = lastLine ? `, ${output.trimEnd().split('\n').at(-1)}` : ''
  console.log(`${name}: fine (${seconds} s${detail})`)
}

/** Runs a step and resolves to its exit code and all it printed. */
function capture(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program !== process.execPath,
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text
      })
    }
    child.on('error', reject)
    child.on('close', code => resolve({status: code ?? 1, output}))
  })
}
