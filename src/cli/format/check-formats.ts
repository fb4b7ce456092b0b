import {jsonText} from '../../text/json-text.ts'
import {checkGithub} from './check-github.ts'
import {checkJson} from './check-json.ts'
import {checkJunit} from './check-junit.ts'
import {checkMarkdown} from './check-markdown.ts'
import type {CheckReport} from './check-report.ts'
import {checkSarif} from './check-sarif.ts'
import {checkText} from './check-text.ts'

export const REPORT_FORMATS = ['text', 'json', 'markdown', 'junit', 'sarif', 'github'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** Whether `--format` names one of REPORT_FORMATS. */
export function isReportFormat(text: string): text is ReportFormat {
  return (REPORT_FORMATS as readonly string[]).includes(text)
}

/** A check's report in a format. `columns`: cells to keep within where it is for people, null for a pipe. */
export function reportText(format: ReportFormat, report: CheckReport, columns: number | null): string {
  switch (format) {
    case 'text':
      return checkText(report, columns)
    case 'json':
      return `${jsonText(checkJson(report))}\n`
    case 'markdown':
      return checkMarkdown(report)
    case 'junit':
      return checkJunit(report)
    case 'sarif':
      return `${jsonText(checkSarif(report))}\n`
    case 'github':
      return checkGithub(report)
  }
}
