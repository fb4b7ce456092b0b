import {type Analysis, analyse, wantedContents} from '../../../src/image/analysis/analyse.ts'
import {type BaseImage, NO_BASE} from '../../../src/image/analysis/base-image.ts'
import type {ImageFacts} from '../../../src/image/analysis/ground.ts'
import {filesOfSameSize} from '../../../src/image/analysis/same-size.ts'
import type {Union} from '../../../src/image/filesystem/union.ts'
import type {HistoryEntry} from '../../../src/image/oci/image-config.ts'
import {historySteps} from '../../../src/image/oci/image-history.ts'
import {settle} from '../filesystem/random-stack.ts'
import {built, type Put} from '../filesystem/stack.ts'

/** A step of a build: its instruction as BuildKit writes it, and what its layer holds; without `puts` it leaves none. */
export interface Step {
  readonly by: string
  readonly puts?: readonly Put[]
}

export interface Analysed extends Analysis {
  readonly union: Union
  /** bytes of all layers */
  readonly size: number
}

export interface How extends Partial<Omit<ImageFacts, 'steps'>> {
  /** how many layers are the base's */
  readonly base?: number
  /** false: nothing can be read */
  readonly readable?: boolean
}

/** Builds and analyses an image, with all that rules would read. */
export async function analysed(steps: readonly Step[], how: How = {}): Promise<Analysed> {
  const layers = steps.flatMap(({puts}) => (puts === undefined ? [] : [puts]))
  const {union, uncompared} = await built(layers, 'hop')
  settle(union, uncompared, [...layers])
  const base: BaseImage = {...NO_BASE, layers: how.base ?? 0}
  const {env = [], labels = {}, annotations = {}} = how
  const facts = {env, labels, annotations, steps: historySteps({history: steps.map(historyOf)}, layers.length)}
  const textOf = (version: number) => {
    const origin = union.columns.versionOrigin[version]!
    return layers[union.columns.versionLayer[origin]!]![union.columns.versionEntry[origin]!]!.content ?? ''
  }
  const wanted = how.readable === false ? [] : wantedContents(union, facts, base)
  const contents = new Map(wanted.map(version => [version, Buffer.from(textOf(version))]))
  const duplicates = filesOfSameSize(union).flatMap(group => {
    const same = new Map<string, number[]>()
    for (const version of group) same.set(textOf(version), [...(same.get(textOf(version)) ?? []), version])
    return [...same.values()].filter(versions => versions.length > 1).map(versions => Int32Array.from(versions))
  })
  const size = union.layers.reduce((sum, layer) => sum + (layer?.facts.size ?? 0), 0)
  return {...analyse({union, facts, base, contents, duplicates}), union, size}
}

function historyOf({by, puts}: Step): HistoryEntry {
  const comment = 'buildkit.dockerfile.v0'
  return {created: null, createdBy: by, author: null, comment, emptyLayer: puts === undefined}
}

/** A file of so many bytes that are like no other's. */
export function file(path: string, size: number, more: Partial<Put> = {}): Put {
  return {path, content: `${path} ${more.uid ?? ''}`.padEnd(size, '.').slice(0, size), ...more}
}
