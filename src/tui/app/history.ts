import {type HistoryStep, historySteps} from '../../image/oci/image-history.ts'
import {counted} from '../../text/size.ts'
import {t} from '../../text/translate.ts'
import type {Explorer, ImageFacts} from './explorer.ts'
import {remembered} from './remembered.ts'

/** The steps of an image's history, matched with its layers once: there may be a hundred thousand. */
export const stepsOf: (image: ImageFacts) => readonly HistoryStep[] = remembered(image =>
  historySteps(image.config, image.layers.length),
)

/** The step that the History tab's cursor is on; undefined where there is none. */
export function stepAtCursor({image, historyCursor}: Explorer): HistoryStep | undefined {
  return stepsOf(image)[historyCursor]
}

/** The layer that the image ends with as of a step: its own, or that of the nearest step before; −1 before the first. */
export function layerAsOf(steps: readonly HistoryStep[], at: number): number {
  for (let i = at; i >= 0; i--) {
    const layer = steps[i]?.layer ?? null
    if (layer !== null) return layer
  }
  return -1
}

/** Why a step has no layer, in a sentence; null where it has one. */
export function noLayerReason(step: HistoryStep, {layers}: Pick<Explorer, 'layers'>): string | null {
  if (step.layer !== null) return null
  if (step.entry?.emptyLayer !== true)
    return t`The history tells of more layers than the ${layers.length} that the image has.`
  return t`It leaves no layer: it changes what the image says of itself, not its files.`
}

/** What doesn't fit where the history tells of another number of layers than there are; null where it fits. */
export const historyMismatch: (image: ImageFacts) => string | null = remembered(({config, layers}) => {
  const told = config.history.filter(entry => !entry.emptyLayer).length
  if (told === layers.length || config.history.length === 0) return null
  return t`The history tells of ${counted(told, 'layer', 'layers')}, the image has ${layers.length}: they may be matched wrongly.`
})
