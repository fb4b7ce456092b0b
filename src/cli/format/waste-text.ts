import type {Analysis} from '../../image/analysis/analyse.ts'
import {CAUSE_WORDS} from '../../image/analysis/waste/cause-words.ts'
import {baseSentence, wasteHeadline} from '../../image/analysis/waste/waste-sentences.ts'
import {WASTE_CAUSES, type WastedFiles, wastedPath} from '../../image/analysis/waste/wasted-files.ts'
import type {Union} from '../../image/filesystem/union.ts'
import type {LoadedImage} from '../../operations/load-image.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import {pad} from '../../text/width.ts'
import {findingText} from './finding-text.ts'

/** `waste REF` for people. `columns`: cells to keep within, null for a pipe. */
export function wasteText({image, figures}: LoadedImage, analysis: Analysis, columns: number | null): string {
  const {wasted, findings, base} = analysis
  const head = [wasteHeadline(figures, wasted), printable(baseSentence(base, image.layers.length))]
  const yours = findings.filter(({inBase}) => !inBase)
  const its = findings.filter(({inBase}) => inBase)
  return [
    `${head.join('\n')}\n`,
    ...yours.map(finding => findingText(finding, columns)),
    ...(yours.length === 0 ? ['Nothing to change: no rule found anything in your layers.\n'] : [saving(yours)]),
    ...(its.length === 0 ? [] : ['In the base image, not yours to change but by choosing another:\n']),
    ...its.map(finding => findingText(finding, columns)),
  ].join('\n')
}

function saving(findings: Analysis['findings']): string {
  const sum = (certainty: string) =>
    findings.reduce((total, finding) => total + (finding.certainty === certainty ? finding.bytes : 0), 0)
  const about = sum('about')
  const exact = sum('exact')
  if (exact === 0) return about === 0 ? 'No bytes to save.\n' : `All of yours together: about ${size(about)}.\n`
  return `All of yours together: ${size(exact)} exactly${about > 0 ? `, and about ${size(about)} more` : ''}.\n`
}

/** A line of `waste REF --files`. */
export function wastedFileLine(union: Union, files: WastedFiles, row: number): string {
  const layers = `${files.layer[row]}→${files.hider[row]}`
  const cells = [
    pad(size(files.bytes[row]!), 8, 'right'),
    pad(layers, 7, 'right'),
    pad(CAUSE_WORDS[WASTE_CAUSES[files.cause[row]!]!], 24),
  ]
  return `${cells.join('  ')}  /${printable(wastedPath(union, files, row))}\n`
}
