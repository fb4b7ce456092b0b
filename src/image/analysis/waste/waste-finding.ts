import {count, counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {inShort} from '../../oci/hashed-sources.ts'
import {lineOf, shortened} from '../dockerfile.ts'
import type {Evidence, Told} from '../finding.ts'
import type {Ground} from '../ground.ts'
import {blamedLayer} from './blame.ts'
import type {WasteRow} from './folded-waste.ts'
import type {WasteCause} from './wasted-files.ts'

/** Rows of one cause that one change of the build would save: stored or copied by one layer, hidden by one. */
export interface WasteGroup {
  readonly rows: readonly WasteRow[]
  readonly layer: number
  readonly hider: number
  readonly bytes: number
  readonly files: number
  /** over all rows */
  readonly reasons: number
}

/**
 * One finding for each group of a cause. Exact where `tell` says nothing else: what nobody reaches is saved to the byte when
 * nobody stores it.
 */
export function* wasteFindings(
  ground: Ground,
  cause: WasteCause,
  tell: (group: WasteGroup) => Pick<Told, 'summary' | 'fix'> & Partial<Pick<Told, 'certainty'>>,
): Generator<Told> {
  const groups = new Map<string, WasteRow[]>()
  for (const row of ground.waste) {
    if (row.cause !== cause) continue
    const key = `${blamedLayer(row)} ${row.hider}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  for (const rows of groups.values()) {
    const sum = (pick: (row: WasteRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
    const group = {
      rows,
      layer: rows[0]!.layer,
      hider: rows[0]!.hider,
      bytes: sum(row => row.bytes),
      files: sum(row => row.files),
      reasons: rows.reduce((bits, row) => bits | row.reasons, 0),
    }
    yield {
      certainty: 'exact',
      ...tell(group),
      bytes: group.bytes,
      layer: blamedLayer(rows[0]!),
      evidence: evidenceOf(rows),
    }
  }
}

function evidenceOf(rows: readonly WasteRow[]): Evidence[] {
  return rows.map(({path, layer, bytes, files}) => ({path, layer, bytes, files}))
}

/** ``layer 6 `RUN chown -R app /app` ``. Hostile. */
export function layerPhrase(ground: Ground, layer: number): string {
  const instruction = ground.instruction(layer)
  const line = instruction === null ? '' : shortened(lineOf(inShort(instruction)), 60)
  return line === '' ? t`layer ${layer}` : t`layer ${layer} \`${line}\``
}

/** `layer 4`, `layers 2 and 4`, `layers 1, 2, 4 …`: who stored what a group wastes. */
export function storedBy({rows}: WasteGroup): string {
  const layers = [...new Set(rows.map(row => row.layer))].sort((a, b) => a - b)
  if (layers.length === 1) return t`layer ${layers[0]}`
  if (layers.length > 4) return t`layers ${layers.slice(0, 4).join(', ')} and ${count(layers.length - 4)} more`
  return t`layers ${layers.slice(0, -1).join(', ')} and ${layers.at(-1)}`
}

/** `1 file`, `3,200 files`: how many a group or a row has. */
export function filesOf({files}: {files: number}): string {
  return counted(files, 'file', 'files')
}
