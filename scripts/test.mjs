// `npm test [-- ARGUMENTS OF VITEST]`: installs and builds what is missing, runs the tests, then says what this machine left out.
// The last line is always `N passed, N failed, N skipped`; the exit code is vitest's.
import {mkdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {ensureInstalled, root} from './checkout.mjs'
import {ensureBuilt} from './ensure-built.mjs'
import {run} from './run.mjs'

const summary = join(root, '.cache', `test-summary-${process.pid}`)

// Also when the build or vitest itself breaks: whoever reads the last line finds a failure there, never nothing.
process.on('exit', code =>
  process.stdout.write(readSummary() ?? `\n0 passed, ${code === 0 ? 0 : 1} failed, 0 skipped\n`),
)

ensureInstalled()
await ensureBuilt()
mkdirSync(join(root, '.cache'), {recursive: true})
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
process.exitCode = await run(process.execPath, [vitest, 'run', '--root', root, ...process.argv.slice(2)], {
  LAYERLENS_TEST_SUMMARY: summary,
})

/** What the reporter wrote about the run; null where it never came to that. */
function readSummary() {
  try {
    return readFileSync(summary, 'utf8')
  } catch {
    return null
  } finally {
    rmSync(summary, {force: true})
  }
}
