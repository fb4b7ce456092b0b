import {printable} from '../../text/printable.ts'
import type {CheckReport} from './check-report.ts'

/** JUnit's XML as CI servers read it: a test case for each budget. */
export function checkJunit({loaded, verdicts}: CheckReport): string {
  const failures = verdicts.filter(({passed}) => !passed).length
  const counts = `tests="${verdicts.length}" failures="${failures}" errors="0"`
  const cases = verdicts.map(({budget, passed, message, evidence}) => {
    const open = `    <testcase classname="layerlens.check" name="${xml(`${budget}: ${message}`)}"`
    if (passed) return `${open}/>`
    const body = evidence.map(item => xml(item)).join('\n')
    return `${open}>\n      <failure type="${xml(budget)}" message="${xml(message)}">${body}</failure>\n    </testcase>`
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
