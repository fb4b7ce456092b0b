import {sumsOf} from '../../image/analysis/comparison/differences.ts'
import type {TreeFigures} from '../../image/analysis/comparison/tree-figures.ts'
import type {ComparedSide} from '../../operations/comparison/compare-images.ts'
import type {DiffFacts} from './diff-facts.ts'

/** How two images differ, for programs. Sizes are bytes; paths have no leading slash. */
export function diffJson({compared, differences, packages}: DiffFacts, {stat}: {readonly stat: boolean}): unknown {
  const {before, after, summary, layers, config, union, unread} = compared
  return {
    schema: 1,
    before: sideJson(before, summary[0]),
    after: sideJson(after, summary[1]),
    totals: sumsOf(differences),
    layers,
    config,
    packages,
    contentsNotRead: unread,
    verified: [before, after].every(({unverified = []}) => unverified.length === 0),
    ...(stat
      ? {}
      : {
          paths: differences.map(({node, kind, reasons, type, before, after, from}) => ({
            path: union.path(node),
            change: kind,
            reasons,
            type,
            sizeBefore: before,
            sizeAfter: after,
            ...(from === null ? {} : {from: union.path(from)}),
          })),
        }),
  }
}

function sideJson({image, layer, unverified = []}: ComparedSide, figures: TreeFigures): unknown {
  return {
    reference: image.reference,
    transport: image.transport,
    id: image.id,
    layer,
    ...figures,
    unverifiedLayers: unverified,
  }
}
