import {analyse} from '../../src/image/analysis/analyse.ts'
import {wasteByPath} from '../../src/image/analysis/waste/waste-by-path.ts'
import {wastedFiles} from '../../src/image/analysis/waste/wasted-files.ts'
import type {LayerIndex} from '../../src/image/layer/layer-index.ts'
import type {Image} from '../../src/image/oci/image.ts'
import {factsOf} from '../../src/operations/analyse-image.ts'
import {explorerOf, type State} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {sampleImage} from './sample-image.ts'
import {type SampleEntry, sampleLayer} from './sample-layer.ts'
import {after, opened, opening, press, readingMessages} from './sample-states.ts'

/** A step of a build: what ran, and the files that its layer holds. */
type Step = readonly [command: string, ...files: (string | SampleEntry)[]]

function imageOf(steps: readonly Step[]): Image {
  const image = sampleImage()
  const history = steps.map(([createdBy]) => ({
    created: null,
    createdBy: `RUN /bin/sh -c ${createdBy} # buildkit`,
    author: null,
    comment: 'buildkit.dockerfile.v0',
    emptyLayer: false,
  }))
  const layers = history.map((step, index) => ({...image.layers[0]!, index, history: step}))
  return {...image, layers, config: {...image.config, history}}
}

/** The Waste tab of an image, all of it read and analysed. */
export function wasteOf(columns: number, rows: number, steps: readonly Step[], ...keys: readonly string[]): State {
  const image = imageOf(steps)
  const layers: LayerIndex[] = steps.map(([, ...files]) => sampleLayer(files))
  const read = after(opened(opening(columns, rows), image), ...readingMessages(layers))
  const [asked, effects] = update(read, {type: 'key', key: '2'})
  const effect = effects.find(each => each.type === 'analyse')
  if (effect?.type !== 'analyse') throw new Error('nobody asked for an analysis')
  const union = explorerOf(asked)!.union!
  const files = wastedFiles(union)
  const analysis = analyse({union, facts: factsOf(image), base: effect.base, files})
  const stage = {analysis, byPath: wasteByPath(union, files), complete: true}
  return press(after(asked, {type: 'analysed', request: effect.request, stage}), ...keys)
}

/** The Waste tab while the last layer is still to come. */
function stillRead(columns: number, rows: number, steps: readonly Step[]): State {
  const layers = steps.map(([, ...files], i) => (i === steps.length - 1 ? null : sampleLayer(files)))
  return press(after(opened(opening(columns, rows), imageOf(steps)), ...readingMessages(layers, false)), '2')
}

const times = (count: number, step: (i: number) => Step) => Array.from({length: count}, (_, i) => step(i))

/** Images that say little, and images that say very much. */
export const WASTE_SCREENS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ['waste-hundred', (columns, rows) => wasteOf(columns, rows, times(100, leavesLogs), 'G', 'k', 'enter')],
  [
    'waste-none',
    (columns, rows) =>
      wasteOf(
        columns,
        rows,
        times(3, i => [`make part-${i}`, `usr/bin/part-${i} 90000`]),
      ),
  ],
  [
    'waste-reading',
    (columns, rows) =>
      stillRead(
        columns,
        rows,
        times(3, i => [`make part-${i}`, `usr/bin/part-${i} 90000`]),
      ),
  ],
  ['waste-empty', (columns, rows) => wasteOf(columns, rows, [])],
  ['waste-one-layer', (columns, rows) => wasteOf(columns, rows, [['make', 'usr/bin/x 90000', 'tmp/o 5000']])],
  [
    'waste-500-layers',
    (columns, rows) =>
      wasteOf(
        columns,
        rows,
        times(500, i => [`step ${i}`, `srv/f${i % 50} ${800_000 + i}`]),
      ),
  ],
]

function leavesLogs(i: number): Step {
  return [`make -C /srv/project-${i} install`, `usr/bin/tool-${i} 90000`, `var/log/build-${i}.log ${1000 + i}`]
}
