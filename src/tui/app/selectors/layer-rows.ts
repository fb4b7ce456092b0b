import {inShort} from '../../../image/oci/hashed-sources.ts'
import {instructionOf} from '../../../image/oci/image-history.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import type {Explorer} from '../explorer.ts'
import {listTop} from '../layout.ts'
import type {State} from '../state.ts'
import {type LayerMeasure, layerMeasures} from './layer-measure.ts'
import {layerUserCounts} from './sharing-lines.ts'

/** A row of the Layers pane. Texts are printable. */
export interface LayerRow extends LayerMeasure {
  readonly index: number
  readonly selected: boolean
  /** to be compared with another */
  readonly marked: boolean
  /** the base image brought it */
  readonly inBase: boolean
  /** images of the engine, or of the store, that stand on it; null where nobody knows */
  readonly users: number | null
  readonly verb: string
  readonly command: string
}

/** Longer than the widest pane. */
const SHOWN = 200

/** The rows of the window, the selected one among them. */
export function layerRows(
  explorer: Explorer,
  height: number,
  state: Pick<State, 'capabilities' | 'sharing'>,
): LayerRow[] {
  const {capabilities, sharing} = state
  const {unicode} = capabilities
  const mark = ellipsisFor(unicode)
  const {base, layers, image, selected} = explorer
  const users = sharing === null || explorer.compared !== null ? null : layerUserCounts(explorer.image, sharing)
  const measure = layerMeasures(explorer)
  const first = listTop(selected, layers.length, height)
  return layers.slice(first, first + height).map((_, i) => {
    const index = first + i
    const {verb, text} = inShort(instructionOf(image.layers[index]?.history ?? null, mark), mark)
    return {
      ...measure(index),
      index,
      selected: index === selected,
      marked: index === explorer.markedLayer,
      inBase: index < base.chosen.layers,
      users: users?.[index] ?? null,
      verb: verb ?? '',
      command: printable(
        text
          .slice(0, SHOWN * 4)
          .replace(/\s+/g, ' ')
          .slice(0, SHOWN),
        {ascii: !unicode},
      ),
    }
  })
}
