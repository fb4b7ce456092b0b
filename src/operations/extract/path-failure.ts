import type {PathResolution} from '../../image/filesystem/resolve-path.ts'
import type {Union} from '../../image/filesystem/union.ts'
import {LensError} from '../../image/oci/error.ts'
import {inShort} from '../../image/oci/hashed-sources.ts'
import type {Image} from '../../image/oci/image.ts'
import type {HistoryEntry} from '../../image/oci/image-config.ts'
import {instructionOf} from '../../image/oci/image-history.ts'
import {printable} from '../../text/printable.ts'
import {t} from '../../text/translate.ts'
import {truncate} from '../../text/width.ts'

/** What an operation on files stands on; a LoadedImage is one. */
export interface ImageFiles {
  readonly image: Image
  readonly union: Union
}

/** A path as it is shown: from the root, harmless. */
export function shownPath(path: string): string {
  return `/${printable(path.replace(/^\/+/, ''))}`
}

/** Why a path leads to nothing as of layer N, who removed it, and where it can still be seen. `asked`: as it was typed. */
export function pathFailure(
  {image, union}: ImageFiles,
  asked: string,
  layer: number,
  resolution: Exclude<PathResolution, {kind: 'found'}>,
): LensError {
  const shown = shownPath(asked)
  if (resolution.kind === 'loop') {
    return new LensError('not-found', t`${shown} leads nowhere: its links lead in a circle.`, {
      advice: t`See where it leads: layerlens ls REF ${shownPath(union.path(resolution.node))}`,
    })
  }
  if (resolution.kind === 'not-a-folder') {
    const middle = shownPath(union.path(resolution.node))
    return new LensError('not-found', t`There is no ${shown}: ${middle} is no folder.`, {
      advice: t`See what it is: layerlens ls REF ${middle}`,
    })
  }
  const {path, node, followed} = resolution
  const lead = followed ? t`${shown} leads to ${shownPath(path)}, and that` : shown
  const versions = node < 0 ? [] : union.versionsOf(node)
  const {versionLayer, versionUntil} = union.columns
  // A version that its own layer hides again was never to be seen.
  const seen = versions.filter(v => versionUntil[v]! > versionLayer[v]!)
  const before = seen.find(v => versionLayer[v]! <= layer)
  if (before !== undefined) {
    const until = versionUntil[before]!
    return new LensError(
      'not-found',
      t`${lead} is not there any more: layer ${until} removed it${byStep(image, until)}.`,
      {
        advice: t`See it as it was: --layer ${until - 1}`,
      },
    )
  }
  const later = seen.at(-1)
  if (later !== undefined) {
    const from = versionLayer[later]!
    return new LensError('not-found', t`${lead} is not there yet as of layer ${layer}.`, {
      advice: t`Layer ${from} brings it: --layer ${from}`,
    })
  }
  const message = followed ? t`${lead} is not in this image.` : t`There is no ${shown} in this image.`
  return new LensError('not-found', message, {advice: t`List what is there: layerlens ls REF`})
}

/** ` (RUN rm -rf …)` */
function byStep(image: Image, layer: number): string {
  const step = stepText(image.layers[layer]?.history ?? null)
  return step === '' ? '' : ` (${truncate(step, 60)})`
}

function stepText(entry: HistoryEntry | null): string {
  const {verb, text} = inShort(instructionOf(entry))
  return printable([verb, text].filter(part => part).join(' '))
}
