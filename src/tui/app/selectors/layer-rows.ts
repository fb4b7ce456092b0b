import {printable} from '../../../text/printable.ts'
import {listTop} from '../layout.ts'
import type {Explorer, LayerState, State} from '../state.ts'
import {layerCommand} from './layer-command.ts'

/** A row of the Layers pane. Texts are printable. */
export interface LayerRow {
  readonly index: number
  readonly selected: boolean
  /** bytes, null while unknown */
  readonly size: number | null
  /** bytes that the final image no longer reaches, null while unknown */
  readonly wasted: number | null
  /** share of the largest layer, 0 to 1 */
  readonly share: number
  readonly state: LayerState
  readonly verb: string
  readonly command: string
}

/** Longer than the widest pane. */
const SHOWN = 200

/** The rows of the window, the selected one among them. */
export function layerRows(explorer: Explorer, height: number, {unicode}: State['capabilities']): LayerRow[] {
  const {layers, image, selected} = explorer
  const largest = Math.max(1, ...layers.map(layer => (layer.kind === 'indexed' ? layer.found.size : 0)))
  const first = listTop(selected, layers.length, height)
  return layers.slice(first, first + height).map((state, i) => {
    const index = first + i
    const {verb, text} = layerCommand(image.layers[index]?.history ?? null)
    const size = state.kind === 'indexed' ? state.found.size : null
    return {
      index,
      selected: index === selected,
      size,
      wasted: explorer.union?.layers[index] == null ? null : (explorer.figures?.layers[index]?.wastedSize ?? null),
      share: (size ?? 0) / largest,
      state,
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
