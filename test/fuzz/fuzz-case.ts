import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {analyse} from '../../src/image/analysis/analyse.ts'
import {NO_BASE} from '../../src/image/analysis/base-image.ts'
import {figuresOf} from '../../src/image/analysis/figures.ts'
import {buildUnion} from '../../src/image/filesystem/build-union.ts'
import type {LayerIndex} from '../../src/image/layer/layer-index.ts'
import {hopLayer, scanLayer} from '../../src/image/layer/scan-layer.ts'
import {LensError} from '../../src/image/oci/error.ts'
import type {Image} from '../../src/image/oci/image.ts'
import {decompress, sniffCompression} from '../../src/image/tar/decompress.ts'
import {RegionReader, streamOf} from '../../src/operations/worker/region-reader.ts'
import {resolveReference} from '../../src/sources/resolve.ts'
import {Spools} from '../../src/sources/spool/spools.ts'
import {Chance} from '../chance.ts'
import {hopped, pieces, rowsOf, streamed} from '../image/layer/indexing.ts'
import {gzipOf, zstdOf} from './damage-blob.ts'
import {damagedArchive} from './damage-image.ts'
import {damageTar} from './damage-tar.ts'
import {BASE_LAYER, SOUND_TARS} from './sound-tars.ts'

export type CaseKind = 'tar' | 'gzip' | 'zstd' | 'image'

/** A damaged archive; the same (seed, number) always gives the same one. */
export interface FuzzCase {
  readonly kind: CaseKind
  readonly bytes: Buffer
  /** for what is still to be chosen while it is read */
  readonly chance: Chance
}

export function fuzzCase(seed: number, number: number): FuzzCase {
  const chance = new Chance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  chance.next()
  const tar = () => damageTar(chance.of(SOUND_TARS), chance, SOUND_TARS)
  const maybeDamaged = () => (chance.is(0.5) ? tar() : chance.of(SOUND_TARS))
  const draw = chance.below(100)
  if (draw < 60) return {kind: 'tar', bytes: tar(), chance}
  if (draw < 72) return {kind: 'gzip', bytes: gzipOf(maybeDamaged(), chance), chance}
  if (draw < 84) return {kind: 'zstd', bytes: zstdOf(maybeDamaged(), chance), chance}
  const layers = Array.from({length: 1 + chance.below(3)}, () => (chance.is(0.2) ? tar() : chance.of(SOUND_TARS)))
  return {kind: 'image', bytes: damagedArchive(layers, chance), chance}
}

/** What reading came to: 'whole', 'damage told', 'refused: KIND'. Throws where something happened that must not. */
export async function readCase({kind, bytes, chance}: FuzzCase, folder: string): Promise<string> {
  try {
    if (kind === 'image') return await readImage(bytes, folder)
    return kind === 'tar' ? await readTar(bytes, chance) : await readBlob(bytes, chance)
  } catch (thrown) {
    if (!(thrown instanceof LensError)) throw thrown
    if (thrown.message === '' || thrown.kind === 'cancelled') throw new Error('an error without words', {cause: thrown})
    return `refused: ${thrown.kind}`
  }
}

const base = hopped(BASE_LAYER)

async function readTar(tar: Buffer, chance: Chance): Promise<string> {
  // Told by its first bytes, as everywhere: damage can make a gzip of it, absurdly.
  if (sniffCompression(tar.subarray(0, 6)) !== 'none') return readBlob(tar, chance)
  const index = hopped(tar, chance.of([512, 1000, 16_384, Number.POSITIVE_INFINITY]))
  agree(index, await streamed(tar, ...lengths(chance)))
  stack([index], [base, index, base], [index, base, index])
  return outcomeOf(index)
}

async function readBlob(blob: Buffer, chance: Chance): Promise<string> {
  const index = await streamed(blob, ...lengths(chance))
  const chunks: Buffer[] = []
  for await (const chunk of decompress(pieces(blob, ...lengths(chance)), index.facts.compression))
    chunks.push(Buffer.from(chunk))
  agree(hopped(Buffer.concat(chunks)), index)
  stack([base, index])
  return outcomeOf(index)
}

const lengths = (chance: Chance) => chance.of([[], [], [512], [1000, 24], [chance.below(5000) + 7, 3], [65_536]])

async function readImage(bytes: Buffer, folder: string): Promise<string> {
  mkdirSync(folder, {recursive: true})
  const path = join(folder, 'image.tar')
  writeFileSync(path, bytes)
  const spools = new Spools()
  try {
    const context = {signal: new AbortController().signal, progress: () => {}}
    const found = await resolveReference(path, {context, hostArchitecture: 'amd64', spools})
    if (found.kind === 'choices') return 'whole'
    return await readLayers(found.image)
  } finally {
    await spools.close()
  }
}

async function readLayers(image: Image): Promise<string> {
  const outcomes: string[] = image.warnings.length > 0 ? ['damage told'] : []
  const indexes: (LayerIndex | null)[] = []
  for (const {content} of image.layers) {
    const region = content?.region
    if (!region) {
      indexes.push(null)
      outcomes.push('damage told')
      continue
    }
    const reader = new RegionReader(region)
    try {
      const flowing = await scanLayer(streamOf(region), region.size)
      if (flowing.facts.compression === 'none') agree(hopLayer(reader.readAt, region.size), flowing)
      indexes.push(flowing)
      outcomes.push(outcomeOf(flowing))
    } catch (thrown) {
      if (!(thrown instanceof LensError)) throw thrown
      indexes.push(null)
      outcomes.push('damage told')
    } finally {
      reader.close()
    }
  }
  stack(indexes)
  return outcomes.includes('damage told') ? 'damage told' : 'whole'
}

function outcomeOf({facts}: LayerIndex): string {
  return facts.damage === null && facts.problems.length === 0 ? 'whole' : 'damage told'
}

/** Hopping and flowing by must say the same of the same bytes. */
function agree(hop: LayerIndex, stream: LayerIndex): void {
  same('entries', rowsOf(hop), rowsOf(stream))
  same('damage', hop.facts.damage === null, stream.facts.damage === null)
  same('size', hop.facts.size, stream.facts.size)
  same('problems', hop.facts.problems.length, stream.facts.problems.length)
  for (const {facts} of [hop, stream]) {
    // What is lost is among the problems too.
    if (facts.damage !== null && facts.problems.length === 0) throw new Error('damage without a problem')
  }
}

function same(what: string, a: unknown, b: unknown): void {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)]
  if (one !== other) throw new Error(`hop and stream differ in ${what}:\n${one}\n${other}`)
}

/** Stacks layers in these orders; the sums must be sums. */
function stack(...orders: (LayerIndex | null)[][]): void {
  for (const layers of orders) {
    const {union} = buildUnion(layers)
    const figures = figuresOf(union)
    const {size, visibleSize, wastedSize, efficiency, paths, files} = figures
    if (paths < 0 || files < 0 || files > paths) throw new Error(`${files} files of ${paths} paths`)
    // Declared sizes near 2^53 add up to what no longer is exact.
    if (size > 2 ** 50) continue
    if (visibleSize < 0 || wastedSize < 0 || !(efficiency >= 0 && efficiency <= 1)) {
      throw new Error(`sizes that can’t be: ${JSON.stringify({size, visibleSize, wastedSize, efficiency})}`)
    }
    const {wasted} = analyse({union, facts: {env: [], labels: {}, annotations: {}, steps: []}, base: NO_BASE})
    if (wasted.yours !== wastedSize) throw new Error(`${wasted.yours} bytes of waste where ${wastedSize} are wasted`)
  }
}
