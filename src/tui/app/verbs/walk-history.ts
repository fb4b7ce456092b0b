import type {Explorer} from '../explorer.ts'
import {layerAsOf, stepAtCursor, stepsOf} from '../history.ts'
import {type State, withExplorer} from '../state.ts'
import {inSight, settleTree} from './settle-tree.ts'
import {ledToFiles} from './tab-trail.ts'

/**
 * The cursor of the History tab on another step. The layers go with it: what the Files tab shows is the image as of that
 * step.
 */
export function toStep(state: State, at: number): State {
  return settleTree(
    withExplorer(state, explorer => {
      const layer = layerAsOf(stepsOf(explorer.image), at)
      const moved = layer < 0 || layer === explorer.selected ? explorer : {...inSight(explorer), selected: layer}
      return {...moved, historyCursor: at}
    }),
  )
}

/** The cursor brought to the selected layer, where it is on a step of another one. */
export function followLayer(explorer: Explorer): Explorer {
  const steps = stepsOf(explorer.image)
  if (layerAsOf(steps, explorer.historyCursor) === explorer.selected) return explorer
  const step = steps.findIndex(({layer}) => layer === explorer.selected)
  return step < 0 ? explorer : {...explorer, historyCursor: step}
}

/** To the Files tab, with the changes of the layer that the step left; nothing where it left none. */
export function enterStepLayer(state: State): State {
  return settleTree(
    withExplorer(state, explorer => {
      const layer = stepAtCursor(explorer)?.layer ?? null
      if (layer === null) return explorer
      return {...inSight(explorer), ...ledToFiles(explorer), selected: layer, focus: 'files', view: 'changes'}
    }),
  )
}
