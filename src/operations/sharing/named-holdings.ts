import type {HoldingImage, Holdings} from '../../image/analysis/sharing/holdings.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {Context, Image} from '../../image/oci/image.ts'
import {parseRegistryHost, parseRemoteName} from '../../image/oci/remote-name.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import type {Resolved} from '../../sources/resolve.ts'
import {holdingsOn} from './engine-holdings.ts'
import {heldByImage} from './image-holdings.ts'
import {type RegistryPart, registryHoldings} from './registry-holdings.ts'
import {type StoredWays, storedWays} from './stored-ways.ts'

/** What naming images takes. */
export interface NamingOptions {
  readonly engine: () => Promise<Engine>
  readonly resolve: (reference: string) => Promise<Resolved>
  readonly registries: Registries
  readonly context: Context
  /** keep all images of the engine, whichever are named: what removing frees depends on all of them */
  readonly whole: boolean
}

/** What the named images hold, as far as it could be looked at. */
export interface NamedHoldings {
  readonly holdings: Holdings
  /** what of a registry could not be looked at; hostile */
  readonly failures: readonly {readonly name: string; readonly failure: Failure}[]
  /** how the images keep their layers; absent where all are of one place */
  readonly stored?: StoredWays
}

/**
 * What the named images hold, in their order: all of an archive or layout, all that `docker://HOST[/REPO[:TAG]]` has, or the engine's images of
 * these names. Images of one engine share by chain; where others are among them, by blob. Throws what opening throws.
 */
export async function holdingsOf(references: readonly string[], options: NamingOptions): Promise<NamedHoldings> {
  const failures: NamedHoldings['failures'][number][] = []
  const named: Named[] = []
  for (const reference of references) {
    const part = registryPart(reference)
    if (part !== null) {
      const found = await registryHoldings(part, options.registries, options.context)
      named.push(...found.holdings.images.map(held => ({held})))
      failures.push(...found.failures)
      continue
    }
    for (const image of await imagesAt(reference, options.resolve)) {
      named.push(isOfEngine(image) ? {ofEngine: image} : {held: heldByImage(image)})
    }
  }
  const others = named.flatMap(each => ('held' in each ? [each.held] : []))
  if (others.length === named.length) {
    const stored = storedWays(others, new Set())
    return {holdings: {sharedBy: 'blob', images: others, containers: []}, failures, stored}
  }
  const engine = await holdingsOn(await options.engine()).read(options.context)
  const found = named.flatMap(each => ('held' in each ? [each.held] : heldThere(each.ofEngine, engine.images)))
  const distinct = [...new Map(found.map(image => [image.key, image])).values()]
  const images = options.whole ? [...engine.images, ...others] : distinct
  const sharedBy = others.length === 0 ? 'chain' : 'blob'
  const stored = storedWays(images, new Set(engine.images))
  return {holdings: {sharedBy, images, containers: engine.containers}, failures, stored}
}

/** An image that was named; what the engine's hold is known when all are. */
type Named = {readonly held: HoldingImage} | {readonly ofEngine: Image}

function isOfEngine({transport}: Image): boolean {
  return transport === 'docker-daemon' || transport === 'podman'
}

/** An image of the engine as the engine tells what it holds; none where it is gone by now. */
function heldThere({id, tags}: Image, all: readonly HoldingImage[]): readonly HoldingImage[] {
  const found = all.find(image => image.key === id || tags.some(tag => image.tags.includes(tag)))
  return found === undefined ? [] : [found]
}

/** The image that a reference names, or all that are at its place. Throws what opening throws. */
export async function imagesAt(reference: string, resolve: NamingOptions['resolve']): Promise<readonly Image[]> {
  const resolved = await resolve(reference)
  if (resolved.kind === 'image') return [resolved.image]
  const images: Image[] = []
  for (const {reference: one, problem} of resolved.choices) {
    if (problem !== undefined) continue
    const opened = await resolve(one)
    if (opened.kind === 'image') images.push(opened.image)
  }
  return images
}

/** What `docker://…` names, null for other transports. */
function registryPart(reference: string): RegistryPart | null {
  const rest = /^docker:\/\/(.*)$/.exec(reference)?.[1]
  if (rest === undefined) return null
  if (!rest.replace(/\/+$/, '').includes('/')) return {host: parseRegistryHost(rest), path: null, reference: null}
  const {host, path, tag, digest} = parseRemoteName(rest)
  return {host, path, reference: digest ?? tag}
}
