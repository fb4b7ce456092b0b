import {blamed} from '../../image/analysis/budgets/verdict.ts'
import {printable} from '../../text/printable.ts'
import {counted, size} from '../../text/size.ts'
import {truncate} from '../../text/width.ts'
import {wrap} from '../../text/wrap.ts'
import {baseToldOf, type CheckReport, hasPassed, whyLeavesDiffer} from './check-report.ts'

/** Findings that a text names; `waste` has all of them. */
const FINDINGS_SHOWN = 10

/** `check` for people: a line for each budget, what is to blame, and what would help. */
export function checkText(report: CheckReport, columns: number | null): string {
  const {verdicts, findings, silenced} = report
  const failed = verdicts.filter(({passed}) => !passed).length
  const lines = verdicts.flatMap(verdict => [
    `${verdict.passed ? 'pass' : 'FAIL'}  ${verdict.budget}: ${verdict.message}`,
    ...(verdict.passed ? [] : blamed(verdict).map(item => `        ${item}`)),
  ])
  if (verdicts.length > 0)
    lines.push(
      '',
      `${hasPassed(report) ? 'Passed' : 'Failed'}: ${failed} of ${counted(verdicts.length, 'budget', 'budgets')} exceeded.`,
    )
  lines.push(baseToldOf(report))
  const why = whyLeavesDiffer(report)
  if (why !== null) lines.push(why)
  if (silenced.length > 0)
    lines.push(
      `${counted(silenced.length, 'finding was', 'findings were')} silenced: ${[...new Set(silenced.map(({reason}) => reason))].join('; ')}.`,
    )
  if (findings.length > 0) {
    lines.push('', `What would help (layerlens waste has all of it, with the lines to change):`)
    for (const {bytes, summary, rule} of findings.slice(0, FINDINGS_SHOWN)) {
      lines.push(`  ${bytes > 0 ? `${size(bytes)}  ` : ''}${summary}  [${rule}]`)
    }
    if (findings.length > FINDINGS_SHOWN)
      lines.push(`  and ${counted(findings.length - FINDINGS_SHOWN, 'more finding', 'more findings')}`)
  }
  return lines
    .flatMap(line => fitted(printable(line), columns))
    .map(line => `${line}\n`)
    .join('')
}

function fitted(line: string, columns: number | null): string[] {
  if (columns === null || line === '') return [line]
  return columns < 20 ? [truncate(line, columns)] : wrap(line, columns, {indent: '        '})
}
