import {type BaseImage, baseOfLayers, NO_BASE} from '../../../image/analysis/base-image.ts'
import type {Step} from '../effects.ts'
import type {Explorer} from '../explorer.ts'
import type {UserVerb} from '../messages.ts'
import {type State, withExplorer} from '../state.ts'
import {settleAnalysis} from './analyse.ts'

type ChooseBase = Extract<UserVerb, {type: 'next-base' | 'move-base' | 'base-here'}>

/** Where the base image ends, as the user says. What is made of it is made anew. */
export function chooseBase(state: State, verb: ChooseBase): Step {
  return settleAnalysis([withExplorer(state, explorer => withBase(explorer, baseFor(explorer, verb))), []])
}

function baseFor(explorer: Explorer, verb: ChooseBase): BaseImage {
  const {bases, chosen} = explorer.base
  switch (verb.type) {
    case 'next-base': {
      const at = bases.findIndex(({layers}) => layers === chosen.layers)
      return bases[(at + 1) % bases.length] ?? NO_BASE
    }
    case 'move-base':
      return baseEndingAt(explorer, chosen.layers + verb.by)
    case 'base-here':
      // A second time the layer is yours again.
      return baseEndingAt(explorer, explorer.selected + (chosen.layers === explorer.selected + 1 ? 0 : 1))
  }
}

/** What is known of a base that ends there, else what the user says. */
function baseEndingAt({base, image}: Explorer, layers: number): BaseImage {
  const wanted = Math.max(0, Math.min(image.layers.length, layers))
  const known = base.bases.find(each => each.layers === wanted)
  return known ?? baseOfLayers(wanted, image) ?? base.chosen
}

function withBase(explorer: Explorer, chosen: BaseImage): Explorer {
  return {...explorer, base: {...explorer.base, chosen, byUser: true}}
}
