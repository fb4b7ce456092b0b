import type {Analysis} from '../../image/analysis/analyse.ts'
import type {Finding} from '../../image/analysis/finding.ts'
import {blamedLayer} from '../../image/analysis/waste/blame.ts'
import {WASTE_CAUSES, type WastedFiles, wastedPath} from '../../image/analysis/waste/wasted-files.ts'
import {REASONS, type Union} from '../../image/filesystem/union.ts'
import type {LoadedImage} from '../../operations/load-image.ts'

/** The document of `waste REF --json`, schema 1. Sizes in bytes; paths without a leading slash. */
export function analysisJson(
  {image, figures, faults}: LoadedImage,
  analysis: Analysis,
): Readonly<Record<string, unknown>> {
  const {base, wasted, findings, waste} = analysis
  const {size, visibleSize, wastedSize, efficiency} = figures
  return {
    schema: 1,
    reference: image.reference,
    complete: faults.length === 0,
    size,
    visibleSize,
    wastedSize,
    efficiency,
    base: {layers: base.layers, name: base.name, source: base.source, reason: base.reason},
    wasted,
    waste: waste.map(({node: _node, reasons, ...row}) => ({
      ...row,
      blamed: blamedLayer(row),
      reasons: reasonNames(reasons),
    })),
    findings: findings.map(findingJson),
  }
}

/**
 * A finding as `waste --json` and `check --json` have it: `bytes` that its fix saves, layers from 0, `moreEvidence` pieces
 * left out.
 */
export function findingJson({summary, ...finding}: Finding): object {
  const {rule, kind, bytes, certainty, layer, instruction, inBase, why, fix, evidence, more} = finding
  return {rule, kind, summary, why, bytes, certainty, layer, instruction, inBase, fix, evidence, moreEvidence: more}
}

/** A line of `waste REF --files --json`. */
export function wastedFileJson(union: Union, files: WastedFiles, row: number): object {
  return {
    path: wastedPath(union, files, row),
    bytes: files.bytes[row],
    layer: files.layer[row],
    hiddenBy: files.hider[row],
    cause: WASTE_CAUSES[files.cause[row]!],
    reasons: reasonNames(files.reasons[row]!),
  }
}

function reasonNames(bits: number): readonly string[] {
  return REASONS.filter((_, i) => (bits & (1 << i)) !== 0)
}
