import {parseInstruction} from '../../image/oci/instruction.ts'
import type {HistoryLine, InspectedImage} from '../engine/images-api.ts'
import {timeOf} from '../engine/time-of.ts'

/**
 * The image config (image-spec config.md) that an engine's answers stand for: the config itself comes only with the export. What
 * they leave out is which steps left a layer; that follows from sizes and instructions.
 */
export function configOf(image: InspectedImage, lines: readonly HistoryLine[]): Uint8Array {
  const {created, author, comment, os, architecture, variant, config, diffIds} = image
  const steps = [...lines].reverse()
  const layered = layeredSteps(steps, diffIds.length)
  const history = steps.map(({created, createdBy, comment}, i) => ({
    ...(timeOf(created) === null ? {} : {created: timeOf(created)}),
    ...(createdBy === '' ? {} : {created_by: createdBy}),
    ...(comment === '' ? {} : {comment}),
    ...(layered.has(i) ? {} : {empty_layer: true}),
  }))
  const parts = {
    ...(created === null ? {} : {created}),
    ...(author === null ? {} : {author}),
    ...(comment === null ? {} : {comment}),
    architecture,
    os,
    ...(variant === null ? {} : {variant}),
  }
  return Buffer.from(JSON.stringify({...parts, config, rootfs: {type: 'layers', diff_ids: diffIds}, history}))
}

/**
 * Which steps (base first) left the `count` layers: those with a size, and of those without as many as there are layers more,
 * the likeliest first.
 */
export function layeredSteps(steps: readonly HistoryLine[], count: number): ReadonlySet<number> {
  const layered = new Set<number>()
  for (const [i, {size}] of steps.entries()) if (size > 0 && layered.size < count) layered.add(i)
  const rest = [...steps.keys()].filter(i => !layered.has(i))
  const likely = rest.map(i => ({i, rank: rankOf(steps[i]!)})).sort((a, b) => a.rank - b.rank || a.i - b.i)
  for (const {i} of likely) {
    if (layered.size >= count) break
    layered.add(i)
  }
  return layered
}

/** How likely a step without bytes left a layer all the same; less is likelier. */
function rankOf({createdBy, comment}: HistoryLine): number {
  const {verb, builder} = parseInstruction(createdBy, comment)
  if (verb === 'RUN' || verb === 'COPY' || verb === 'ADD') return 0
  // Only BuildKit makes a layer of every WORKDIR.
  if (verb === 'WORKDIR') return builder === 'buildkit' ? 1 : 3
  return verb === null ? 2 : 4
}
