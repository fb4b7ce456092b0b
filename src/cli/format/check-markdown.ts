import {blamed} from '../../image/analysis/budgets/verdict.ts'
import {printable} from '../../text/printable.ts'
import {counted, size} from '../../text/size.ts'
import {truncate} from '../../text/width.ts'
import {baseToldOf, type CheckReport, hasPassed, whyLeavesDiffer} from './check-report.ts'
import {fixPlace, OF_THE_BASE} from './fix-lines.ts'

const FINDINGS_SHOWN = 10
/** Characters of a text, */
const CELL = 300
/** and of a line of a fix: whoever pastes it wants all of it. GitHub takes 65,536 in a comment. */
const FIX = 4000

/** A comment for a pull request: verdicts, then what would help. */
export function checkMarkdown(report: CheckReport): string {
  const {loaded, verdicts, findings, silenced} = report
  const {figures, image} = loaded
  const lines = [
    `### ${hasPassed(report) ? '✅' : '❌'} Image check: ${code(image.reference)}`,
    '',
    `${size(figures.size)} in ${counted(image.layers.length, 'layer', 'layers')}, ${size(figures.wastedSize)} wasted, efficiency ${figures.efficiency.toFixed(4)}. ${text(baseToldOf(report))}`,
    '',
  ]
  if (verdicts.length > 0) lines.push('| | budget | verdict |', '| --- | --- | --- |')
  for (const verdict of verdicts) {
    const {passed, budget, message, evidence} = verdict
    const culprits = passed ? [] : blamed(verdict).map((item, i) => (i < evidence.length ? code(item) : text(item)))
    lines.push(`| ${passed ? '✅' : '❌'} | ${code(budget)} | ${[text(message), ...culprits].join('<br>')} |`)
  }
  const why = whyLeavesDiffer(report)
  if (why !== null) lines.push('', text(why))
  if (findings.length > 0) {
    lines.push(
      '',
      '<details><summary>What would help</summary>',
      '',
      '| saves | finding | change |',
      '| ---: | --- | --- |',
    )
    for (const {bytes, certainty, summary, fix, inBase, rule} of findings.slice(0, FINDINGS_SHOWN)) {
      const saves = bytes === 0 ? '' : `${certainty === 'exact' ? '' : 'about '}${size(bytes)}`
      const place = fix === null ? '' : fixPlace(fix)
      const change =
        fix === null
          ? [inBase ? OF_THE_BASE : '']
          : [place === '' ? '' : text(`${place}:`), ...fix.lines.map(line => code(line, FIX)), text(fix.note, FIX)]
      lines.push(`| ${saves} | ${text(summary)} (${code(rule)}) | ${change.filter(part => part !== '').join('<br>')} |`)
    }
    const more = findings.length - FINDINGS_SHOWN
    lines.push('', ...(more > 0 ? [`and ${counted(more, 'more finding', 'more findings')}`, ''] : []), '</details>')
  }
  if (silenced.length > 0) lines.push('', `${counted(silenced.length, 'finding is', 'findings are')} silenced.`)
  return `${lines.join('\n')}\n`
}

/** Text of an image that Markdown and HTML take as nothing but text, and that calls nobody by an @. */
function text(hostile: string, most = CELL): string {
  return truncate(printable(hostile), most)
    .replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@<!-- -->')
}

/** The same in the letters of code; a bar ends a cell even there. */
function code(hostile: string, most = CELL): string {
  const clean = truncate(printable(hostile), most).replaceAll('|', '\\|')
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${clean}${fence}` : `${fence} ${clean} ${fence}`
}
