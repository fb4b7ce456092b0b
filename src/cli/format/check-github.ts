import {blamed} from '../../image/analysis/budgets/verdict.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import type {CheckReport} from './check-report.ts'
import {fixText} from './fix-lines.ts'

/** GitHub shows so many annotations of a kind for a step. */
const SHOWN = 10

/** Workflow commands of GitHub Actions: an error for each budget that was exceeded, warnings and notices for findings. */
export function checkGithub({verdicts, findings}: CheckReport): string {
  const failed = verdicts.filter(({passed}) => !passed)
  const lines = failed.slice(0, SHOWN).map(verdict => {
    return command('error', `layerlens: ${verdict.budget}`, [verdict.message, ...blamed(verdict)].join('\n'))
  })
  for (const kind of ['error', 'warning', 'notice'] as const) {
    const room = kind === 'error' ? SHOWN - lines.length : SHOWN
    const own = findings.filter(
      finding => kind === (finding.kind === 'secret' ? 'error' : finding.kind === 'advice' ? 'notice' : 'warning'),
    )
    for (const finding of own.slice(0, Math.max(0, room))) {
      const {rule, summary, bytes, certainty} = finding
      const saves = bytes === 0 ? '' : ` (${certainty === 'exact' ? '' : 'about '}${size(bytes)})`
      lines.push(command(kind, `layerlens: ${rule}`, [`${summary}${saves}`, ...fixText(finding)].join('\n')))
    }
  }
  return lines.map(line => `${line}\n`).join('')
}

function command(kind: string, title: string, message: string): string {
  const property = escaped(printable(title)).replaceAll(':', '%3A').replaceAll(',', '%2C')
  return `::${kind} title=${property}::${escaped(printable(message, {lines: true}))}`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
