import {t} from '../../../text/translate.ts'
import type {Rule} from '../ground.ts'

/** A layer with less than this is tiny, bytes. */
const TINY = 100_000
/** So many are many. */
const MANY = 8

export const tinyLayers: Rule = {
  id: 'tiny-layers',
  kind: 'advice',
  title: t`Many layers with next to nothing in them`,
  why: t`Each layer is a request when the image is pulled and a mount when it runs, however little it holds.`,
  *find(ground) {
    const tiny = ground.union.layers.flatMap((index, layer) =>
      index !== null && !ground.isBase(layer) && index.facts.size < TINY ? [{layer, bytes: index.facts.size}] : [],
    )
    if (tiny.length < MANY) return
    yield {
      summary: t`${tiny.length} of your layers hold less than 100 kB each`,
      bytes: 0,
      certainty: 'about',
      layer: tiny[0]!.layer,
      evidence: tiny.map(({layer, bytes}) => ({path: '', layer, bytes, files: ground.union.layers[layer]!.entryCount})),
      fix: {
        file: 'Dockerfile',
        lines: [],
        note: t`join steps that change together into one`,
      },
    }
  },
}
