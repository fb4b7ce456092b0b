import {Change, type Union} from '../../../image/filesystem/union.ts'
import {t} from '../../../text/translate.ts'
import {shownPaths} from './shown-paths.ts'
import type {View} from './view.ts'

/** What a layer did to a path, in the order of Change's codes. */
export const KINDS = ['unchanged', 'added', 'modified', 'metadata', 'rewritten', 'removed'] as const
export type Kind = (typeof KINDS)[number]
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  unchanged: t`unchanged`,
  added: t`added`,
  modified: t`modified`,
  metadata: t`metadata`,
  rewritten: t`rewritten`,
  removed: t`removed`,
}

const KEPT = 1
const LEADS = 2

/** What is left of a view of the tree where some kinds are hidden: paths of the others, and the folders on the way to them. */
export class KindSieve {
  readonly hidden: readonly Kind[]
  /** what shownPaths says of the paths that are left */
  readonly shown: Uint8Array
  private readonly marks: Uint8Array

  constructor(union: Union, layer: number, view: View, hidden: readonly Kind[]) {
    this.hidden = hidden
    const {shown} = shownPaths(union, layer, view)
    const {nodeCount, nodeParent} = union.columns
    const kinds = kindCodes(union, layer)
    const isHidden = KINDS.map(kind => hidden.includes(kind))
    const marks = new Uint8Array(nodeCount)
    // Children come after their parents.
    for (let node = nodeCount - 1; node > 0; node--) {
      if (shown[node] !== 0 && !isHidden[kinds[node]!]) marks[node]! |= KEPT
      if (marks[node] !== 0) marks[nodeParent[node]!]! |= LEADS
    }
    this.marks = marks
    this.shown = shown.map((each, node) => (marks[node] === 0 ? 0 : each))
  }

  admits(node: number): boolean {
    return this.marks[node] !== 0
  }

  /** True where something that is left lies below. */
  leads(node: number): boolean {
    return (this.marks[node]! & LEADS) !== 0
  }
}

/** Per node what the layer did to it, as Union.changeIn tells; all of them at one go, as in shownPaths. */
function kindCodes(union: Union, layer: number): Uint8Array {
  const {nodeCount, versionCount, versionNode, versionLayer, versionUntil, versionChange} = union.columns
  const kinds = new Uint8Array(nodeCount)
  for (let v = 0; v < versionCount; v++)
    if (versionUntil[v] === layer && versionLayer[v]! < layer) kinds[versionNode[v]!] = Change.removed
  for (let v = 0; v < versionCount; v++)
    if (versionLayer[v] === layer && versionUntil[v]! > layer) kinds[versionNode[v]!] = versionChange[v]!
  return kinds
}
