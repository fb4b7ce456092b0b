import {blamed} from '../../image/analysis/budgets/verdict.ts'
import {printable} from '../../text/printable.ts'
import type {CheckReport} from './check-report.ts'

/** JUnit's XML as CI servers read it: a test case for each budget, called the same whatever was measured. */
export function checkJunit({loaded, verdicts}: CheckReport): string {
  const failures = verdicts.filter(({passed}) => !passed).length
  const counts = `tests="${verdicts.length}" failures="${failures}" errors="0"`
  const cases = verdicts.map(verdict => {
    const {budget, about, passed, message} = verdict
    const name = about === null ? budget : `${budget}: ${about}`
    const open = `    <testcase classname="layerlens.check" name="${xml(name)}">`
    if (passed) return `${open}\n      <system-out>${xml(message)}</system-out>\n    </testcase>`
    const body = blamed(verdict).map(xml).join('\n')
    return `${open}\n      <failure type="${xml(budget)}" message="${xml(message)}">${body}</failure>\n    </testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="layerlens" ${counts}>`,
    `  <testsuite name="${xml(loaded.image.reference)}" ${counts} skipped="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

/** Text of an image as XML 1.0 may hold it: what has no place there, printable has made visible. */
function xml(hostile: string): string {
  return printable(hostile)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
