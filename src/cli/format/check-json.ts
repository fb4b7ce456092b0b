import {analysisJson, findingJson} from './analysis-json.ts'
import {type CheckReport, hasPassed, whyLeavesDiffer} from './check-report.ts'

/** The document of `check REF --json`, schema 1: what `waste --json` says, and the verdicts. */
export function checkJson(report: CheckReport): object {
  const {loaded, analysis, verdicts, findings, silenced, leaves, excludesBase} = report
  const {findings: _findings, ...about} = analysisJson(loaded, analysis)
  return {
    ...about,
    passed: hasPassed(report),
    excludesBase,
    verdicts,
    findings: findings.map(findingJson),
    silenced: silenced.map(({finding, reason}) => ({reason, finding: findingJson(finding)})),
    byLeaves: leaves && {
      ...leaves,
      userShare: Number.isFinite(leaves.userShare) ? leaves.userShare : null,
      note: whyLeavesDiffer(report),
    },
  }
}
