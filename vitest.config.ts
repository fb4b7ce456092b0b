import {readFileSync} from 'node:fs'
import {defineConfig} from 'vitest/config'
import {LeftOutReporter} from './test/left-out-reporter.ts'

// What a machine happens to have set must not change what is drawn; the workers inherit this.
delete process.env['NO_COLOR']
delete process.env['FORCE_COLOR']

const {version} = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {version: string}

export default defineConfig({
  define: {__LAYERLENS_VERSION__: JSON.stringify(version)},
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/global-setup.ts'],
    reporters: ['default', new LeftOutReporter()],
    // Two cores are the rule on fresh machines; real tools and built programs run beside the tests.
    maxWorkers: 2,
    // Only what hangs is to fail by it, on the slowest machine too.
    testTimeout: 180_000,
    // A run whose verdict is taken once may try a test again; the reporter names every test that needed it.
    retry: Number(process.env['LAYERLENS_TEST_RETRIES'] ?? 0),
    // The first test that asks for the corpus waits until it is made.
    hookTimeout: 600_000,
    env: {TZ: 'UTC'},
  },
})
