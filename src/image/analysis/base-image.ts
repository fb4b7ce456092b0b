import {counted} from '../../text/size.ts'
import {t} from '../../text/translate.ts'
import type {Digest} from '../oci/digest.ts'
import type {Image, Layer} from '../oci/image.ts'
import {type HistoryStep, historySteps, instructionOf} from '../oci/image-history.ts'
import {parseRemoteName} from '../oci/remote-name.ts'

/** Where the base image ends and the layers begin that this build added. Plain data. */
export interface BaseImage {
  /** how many of the lowest layers are the base's; 0 where nothing tells of one */
  readonly layers: number
  /** what it is called, where something says so; hostile */
  readonly name: string | null
  readonly source: 'given' | 'annotation' | 'prefix' | 'history' | 'none'
  /** why, as the end of a sentence: "the base ends …"; names in it are hostile */
  readonly reason: string
}

/** Another image that this one may stand on. */
export interface BaseCandidate {
  /** as a user would write it */
  readonly name: string
  /** all tags and digests that lead to it, with their repositories; hostile */
  readonly names: readonly string[]
  /** digest of its manifest, null where it is not known */
  readonly digest: Digest | null
  readonly diffIds: readonly (Digest | null)[]
}

/** What of an image tells of its base. */
export type BasedImage = Pick<Image, 'annotations' | 'config' | 'tags'> & {
  readonly layers: readonly Pick<Layer, 'diffId'>[]
}

/** image-spec annotations.md; buildah writes them, and BuildKit where it is told to. */
const BASE_NAME = 'org.opencontainers.image.base.name'
const BASE_DIGEST = 'org.opencontainers.image.base.digest'

/** For an image of which nothing tells what it stands on. */
export const NO_BASE: BaseImage = {layers: 0, name: null, source: 'none', reason: t`nothing tells of a base image`}

/**
 * Finds the base of an image: by what its annotations name, by the images at hand whose layers it begins with, by its own
 * history. What is found first counts; an annotation names a base, but only a candidate or the history says where it ends. An
 * earlier build of the same image is no base of it: its layers are yours to change.
 */
export function baseOf(image: BasedImage, candidates: readonly BaseCandidate[] = []): BaseImage {
  const said = annotated(image)
  const fitting = fittingOf(image, candidates)
  const named = fitting.find(({name, digest}) => (digest !== null && digest === said.digest) || name === said.name)
  if (named !== undefined) {
    const reason = t`its annotation names an image that is at hand, and whose layers it begins with`
    return {layers: named.diffIds.length, name: said.name ?? named.name, source: 'annotation', reason}
  }
  const longest = fitting.find(candidate => !isEarlierBuild(candidate, image))
  if (longest !== undefined) return prefixBase(longest)
  const marked = baseByHistory(image)
  if (marked === null) return {...NO_BASE, name: said.name}
  const source = said.name === null ? 'history' : 'annotation'
  return {...marked, name: said.name ?? marked.name, source}
}

/**
 * Everything that may be the base of an image, each ending at another layer, the likeliest first: what `baseOf` finds, the
 * images at hand that it begins with, what its history tells, the bases of that base, and none at all.
 */
export function basesOf(image: BasedImage, candidates: readonly BaseCandidate[] = []): readonly BaseImage[] {
  const marked = baseByHistory(image)
  const all = [
    baseOf(image, candidates),
    ...fittingOf(image, candidates).map(prefixBase),
    ...(marked === null ? [] : [{...marked, source: 'history'} as const]),
    ...markedFroms(historySteps(image.config, image.layers.length)),
    NO_BASE,
  ]
  return all.filter(({layers}, i) => all.findIndex(other => other.layers === layers) === i)
}

/** The base that a user names by its number of layers. Null where the image has fewer. */
export function baseOfLayers(count: number, image: BasedImage): BaseImage | null {
  if (count > image.layers.length) return null
  return {
    layers: count,
    name: null,
    source: 'given',
    reason: t`${counted(count, 'layer was', 'layers were')} said to be the base's`,
  }
}

/** The base that a user names by an image. Null where this image does not begin with its layers. */
export function baseOfImage(given: BaseCandidate, image: BasedImage): BaseImage | null {
  if (!isPrefix(given.diffIds, image)) return null
  const reason = beginsWith(given.name, given.diffIds.length)
  return {layers: given.diffIds.length, name: given.name, source: 'given', reason}
}

/** The candidates that the image begins with and goes on from, the longest first. */
function fittingOf(image: BasedImage, candidates: readonly BaseCandidate[]): readonly BaseCandidate[] {
  return candidates
    .filter(({diffIds}) => diffIds.length < image.layers.length && isPrefix(diffIds, image))
    .sort((a, b) => b.diffIds.length - a.diffIds.length)
}

/** Whether it has a tag in a repository of the image, or none any more, as the build before the last has. */
function isEarlierBuild({names}: BaseCandidate, {tags}: BasedImage): boolean {
  return names.length === 0 || names.some(name => isOwnName(name, tags))
}

function isOwnName(name: string, tags: readonly string[]): boolean {
  const repository = repositoryIn(name)
  return tags.some(tag => repositoryIn(tag) === repository)
}

/** `HOST/REPOSITORY`; what Podman builds has a host of its own, which Docker leaves out. */
function repositoryIn(name: string): string {
  try {
    const {host, path} = parseRemoteName(name.replace(/^localhost\//, ''))
    return `${host}/${path}`
  } catch {
    return name
  }
}

function prefixBase({name, diffIds}: BaseCandidate): BaseImage {
  return {layers: diffIds.length, name, source: 'prefix', reason: beginsWith(name, diffIds.length)}
}

function beginsWith(name: string, layers: number): string {
  return layers === 1 ? t`it begins with the layer of ${name}` : t`it begins with all ${layers} layers of ${name}`
}

function annotated({annotations, config}: BasedImage): {name: string | null; digest: string | null} {
  const of = (key: string) => annotations[key] || config.labels[key] || null
  return {name: of(BASE_NAME), digest: of(BASE_DIGEST)}
}

function isPrefix(diffIds: readonly (Digest | null)[], {layers}: BasedImage): boolean {
  if (diffIds.length === 0 || diffIds.length > layers.length) return false
  return diffIds.every((diffId, i) => diffId !== null && diffId === layers[i]!.diffId)
}

/** A FROM of its own repository names an earlier build, as what is committed of a container of it has. */
function baseByHistory({config, layers, tags}: BasedImage): Omit<BaseImage, 'source'> | null {
  const steps = historySteps(config, layers.length)
  const another = markedFroms(steps).find(({name}) => name === null || !isOwnName(name, tags))
  return another ?? endedByCommand(steps) ?? rootFilesystem(steps)
}

const FROM = /^FROM (\S+)/

/** An image of the engine that built it: with `--layers`, buildah and podman write it of every step but the first. */
const IMAGE_ID = /^(?:sha256:)?[\da-f]{12,64}$/

/**
 * buildah's comments say what a build stands on, once for each build: the last one is this image's, those before are its base's
 * own. A comment that names an ID tells of the step before it, or of another stage of the same Dockerfile.
 */
function markedFroms(steps: readonly HistoryStep[]): readonly BaseImage[] {
  const found: BaseImage[] = []
  for (let i = steps.length - 1; i > 0; i--) {
    const name = FROM.exec(steps[i]!.entry?.comment ?? '')?.[1]
    if (name === undefined || name === 'scratch' || IMAGE_ID.test(name)) continue
    const layers = layersBefore(steps, i)
    if (layers > 0) found.push({layers, name, source: 'history', reason: t`its history says FROM ${name} there`})
  }
  return found
}

/** Steps of one build follow each other within hours; a base is older. */
const SAME_BUILD_MS = 6 * 3600 * 1000

/**
 * An image's own last word is its CMD or ENTRYPOINT: where one is followed by steps that leave layers, another image ended
 * there. One in the middle of the same build is told by its time.
 */
function endedByCommand(steps: readonly HistoryStep[]): Omit<BaseImage, 'source'> | null {
  for (let i = steps.length - 2; i >= 0; i--) {
    const {verb} = instructionOf(steps[i]!.entry)
    if (verb !== 'CMD' && verb !== 'ENTRYPOINT') continue
    const next = steps.slice(i + 1).find(({layer}) => layer !== null)
    const layers = layersBefore(steps, i + 1)
    if (next === undefined || layers === 0) continue
    const [then, after] = [timeOf(steps[i]!), timeOf(next)]
    if (then !== null && after !== null && after - then < SAME_BUILD_MS) continue
    return {layers, name: null, reason: t`its history goes on after a ${verb}, the last word of another image`}
  }
  return null
}

function timeOf({entry}: HistoryStep): number | null {
  const time = Date.parse(entry?.created ?? '')
  return Number.isNaN(time) || time <= 0 ? null : time
}

/** The root file system of a distribution comes as one archive added to the root. */
function rootFilesystem(steps: readonly HistoryStep[]): Omit<BaseImage, 'source'> | null {
  const first = steps.find(({layer}) => layer === 0)
  const later = steps.some(({layer}) => layer !== null && layer > 0)
  if (first === undefined || !later) return null
  // What `docker import` says of the image it makes.
  if (first.entry?.comment?.startsWith('Imported from ')) {
    return {layers: 1, name: null, reason: t`its first layer was imported as a whole`}
  }
  const {verb, text} = instructionOf(first.entry)
  if (verb !== 'ADD' || !/(?: in)? \/\s*$/.test(text)) return null
  return {layers: 1, name: null, reason: t`its first layer is a root file system that was added as one archive`}
}

function layersBefore(steps: readonly HistoryStep[], end: number): number {
  return steps.slice(0, end).filter(({layer}) => layer !== null).length
}
