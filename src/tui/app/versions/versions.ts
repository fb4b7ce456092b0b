import type {ContentComparison} from '../../../image/analysis/content-comparison.ts'
import type {AttributeDifference} from '../../../image/filesystem/attribute-differences.ts'
import {eventsOf, type PathEvent, type PathVersion, versionsOf} from '../../../image/filesystem/path-versions.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import type {Failure} from '../../../image/oci/error.ts'
import type {Progress} from '../../../image/oci/image.ts'

/** Every version of a path, layer by layer. */
export interface Versions {
  readonly kind: 'versions'
  /** the path, in the explorer's union */
  readonly node: number
  /** the row, from 0 */
  readonly cursor: number
  /** at most two versions, the one marked last at the end */
  readonly marked: readonly number[]
}

/** How two versions of a path differ. What it tells was taken from the union when it opened. */
export interface Comparison {
  readonly kind: 'comparison'
  /** answers to other requests are dropped */
  readonly request: number
  /** hostile */
  readonly path: string
  readonly before: PathVersion
  readonly after: PathVersion
  readonly differences: readonly AttributeDifference[]
  readonly contents:
    | {readonly kind: 'running'; readonly progress: Progress | null}
    | {readonly kind: 'known'; readonly comparison: ContentComparison}
    | {readonly kind: 'failed'; readonly failure: Failure}
  /** the first line on the screen */
  readonly top: number
  /** cells that lines are moved to the left */
  readonly left: number
}

/** The rows of the page. */
export function pathEvents(union: Union | null, {node}: Pick<Versions, 'node'>): readonly PathEvent[] {
  return union === null ? [] : eventsOf(versionsOf(union, node))
}

/** The row that shows what layer N has of the path: the last one at or before it, else the first. */
export function rowAt(events: readonly PathEvent[], layer: number): number {
  return Math.max(
    0,
    events.findLastIndex(event => event.layer <= layer),
  )
}

/**
 * The same version in another union of the same image, told by its layer and its entry there; −1 where it has none.
 * `node`: the path in that union.
 */
export function translatedVersion(version: number, from: Union, node: number, to: Union): number {
  const {versionLayer, versionEntry} = from.columns
  const same = (v: number) =>
    to.columns.versionLayer[v] === versionLayer[version] && to.columns.versionEntry[v] === versionEntry[version]
  return to.versionsOf(node).find(same) ?? -1
}
