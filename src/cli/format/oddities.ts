import {odditiesOfLayer} from '../../image/analysis/figures.ts'
import type {Oddities} from '../../image/analysis/oddity.ts'
import type {LayerProblem} from '../../image/layer/layer-index.ts'
import type {LoadedImage, LoadedLayer} from '../../operations/load-image.ts'
import {printable} from '../../text/printable.ts'
import {count, counted} from '../../text/size.ts'

/** What is odd in the layers and was survived, a sentence each; hostile text inside. */
export function odditiesOf(loaded: LoadedImage): string[] {
  return loaded.layers.flatMap((layer, i) => [
    ...problemsOf(layer).map(({offset, message}) => `layer ${i}, at byte ${offset}: ${message}`),
    ...odditiesIn(loaded, i).flatMap(({told}) => told.map(sentence => `layer ${i}: ${sentence}`)),
  ])
}

/** Without what ended the reading, which is a fault and told as one. */
function problemsOf({index}: LoadedLayer): readonly LayerProblem[] {
  return (index?.facts.problems ?? []).filter(({message}) => message !== index?.facts.damage)
}

function odditiesIn({figures}: LoadedImage, layer: number): readonly Oddities[] {
  return odditiesOfLayer(figures.layers[layer]!)
}

/** More of them are only counted. */
const SHOWN = 30

/** They as lines for standard error; '' where all is in order. */
export function odditiesText(loaded: LoadedImage): string {
  const all = odditiesOf(loaded)
  const lines = all.slice(0, SHOWN).map(sentence => `layerlens: warning: ${printable(sentence)}\n`)
  const more = all.length - lines.length
  if (more > 0) lines.push(`layerlens: warning: and ${count(more)} more like these; --json has them\n`)
  return lines.join('')
}

/** Which of the layers that an answer stands on are odd, one line for standard error; '' where none is. */
export function oddLayersText(loaded: LoadedImage, stands: (layer: number) => boolean): string {
  let oddities = 0
  const odd = loaded.layers.flatMap((layer, i) => {
    const here = odditiesIn(loaded, i).reduce((sum, {count}) => sum + count, problemsOf(layer).length)
    if (here === 0 || !stands(i)) return []
    oddities += here
    return [i]
  })
  if (odd.length === 0) return ''
  const named = odd.length > SHOWN ? `${odd.slice(0, SHOWN).join(', ')}, …` : odd.join(', ')
  const where = odd.length === 1 ? `layer ${named}` : `the layers ${named}`
  return `layerlens: warning: There ${oddities === 1 ? 'is' : 'are'} ${counted(oddities, 'oddity', 'oddities')} in ${where}: layerlens inspect tells more.\n`
}
