import {writeFileSync} from 'node:fs'
import type {Reporter, TestCase, TestModule} from 'vitest/node'
import {missingTools, TOOLS} from './corpus/real/tools.ts'

/**
 * Says, after a run, which tests passed only when they were tried again, which this machine left out and what would enable them,
 * and ends with `N passed, N failed, N skipped`.
 * Where LAYERLENS_TEST_SUMMARY names a file the words go there, for `npm test` to print them last.
 */
export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    const tests = modules.flatMap(module => [...module.children.allTests()])
    const count = (state: string) => tests.filter(test => test.result().state === state).length
    const skipped = tests.filter(test => test.result().state === 'skipped')
    // A file that does not even load has no tests to fail.
    const broken = modules.filter(module => module.errors().length > 0).length + unhandledErrors.length
    const totals = `${count('passed')} passed, ${count('failed') + broken} failed, ${skipped.length} skipped`
    const words = ['', ...triedAgain(tests), ...leftOut(skipped), totals, ''].join('\n')
    const file = process.env.LAYERLENS_TEST_SUMMARY
    if (file) writeFileSync(file, words)
    else process.stdout.write(words)
  }
}

/** A test that fails now and then is a fault to be found, also where it doesn't decide the verdict. */
function triedAgain(tests: readonly TestCase[]): string[] {
  const flaky = tests.filter(test => test.diagnostic()?.flaky)
  if (flaky.length === 0) return []
  return [
    'Passed only when tried again:',
    ...flaky.map(test => `  ${test.module.relativeModuleId} > ${test.fullName}: ${firstLine(test)}`),
    '',
  ]
}

const firstLine = (test: TestCase) => test.result().errors?.[0]?.message.split('\n', 1)[0] ?? 'no reason given'

/** One line a missing tool, and one for every test that is skipped without naming one. */
function leftOut(skipped: readonly TestCase[]): string[] {
  const needs = (test: TestCase) => test.meta().requires ?? []
  const lines = missingTools().map(({name, enable, why}) => {
    const tests = skipped.filter(test => needs(test).includes(name))
    const what = tests.length === 0 ? 'no test of this run needed it' : `${tests.length} skipped`
    return `  ${name}: ${why} (${what}). To enable: ${enable}`
  })
  const unexplained = skipped.filter(test => !needs(test).some(name => missingTools().some(tool => tool.name === name)))
  if (lines.length === 0 && unexplained.length === 0)
    return [`Nothing was left out: all ${TOOLS.length} tools are here.`]
  return [
    'Left out on this machine:',
    ...lines,
    ...unexplained.map(test => `  skipped without a missing tool: ${test.module.relativeModuleId} > ${test.fullName}`),
  ]
}
