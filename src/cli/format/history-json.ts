import type {PathVersion} from '../../image/filesystem/path-versions.ts'
import type {HistoryEntry} from '../../image/oci/image-config.ts'
import type {HistoryStep} from '../../image/oci/image-history.ts'
import {parseInstruction, wholeInstruction} from '../../image/oci/instruction.ts'
import type {LoadedImage} from '../../operations/load-image.ts'

/** The document of `history REF --json`. Sizes in bytes. */
export function historyJson({image, layers}: LoadedImage, steps: readonly HistoryStep[]): object {
  return {
    schema: 1,
    reference: image.reference,
    steps: steps.map(({layer, entry}) => ({
      layer,
      size: layer === null ? null : (layers[layer]?.index?.facts.size ?? null),
      ...stepFields(entry),
      author: entry?.author ?? null,
      comment: entry?.comment ?? null,
    })),
  }
}

/** The document of `history REF PATH --json`, the oldest version first. */
export function versionsJson({image}: LoadedImage, path: string, versions: readonly PathVersion[]): object {
  const step = (layer: number) => stepFields(image.layers[layer]?.history ?? null)
  return {
    schema: 1,
    reference: image.reference,
    path,
    versions: versions.map(({version: _version, mode, hidden, ...facts}) => ({
      ...facts,
      mode: mode.toString(8).padStart(4, '0'),
      ...step(facts.layer),
      hidden: hidden && {...hidden, ...step(hidden.layer)},
    })),
  }
}

function stepFields(entry: HistoryEntry | null) {
  const instruction = parseInstruction(entry?.createdBy ?? null, entry?.comment ?? null)
  return {
    created: entry?.created ?? null,
    verb: instruction.verb,
    instruction: wholeInstruction(instruction) || null,
    createdBy: entry?.createdBy ?? null,
  }
}
