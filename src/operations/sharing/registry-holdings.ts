import {setMaxListeners} from 'node:events'
import type {HeldLayer, HoldingImage, Holdings} from '../../image/analysis/sharing/holdings.ts'
import type {Digest} from '../../image/oci/digest.ts'
import {type Failure, LensError, toFailure} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {historyOfLayers, parseImageConfig} from '../../image/oci/image-config.ts'
import {stepName} from '../../image/oci/image-history.ts'
import {isAttestation, type Manifest, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {isImageConfigType} from '../../image/oci/media-type.ts'
import {formatPlatform, type Platform} from '../../image/oci/platform.ts'
import {formatRemoteName, type RepositoryName} from '../../image/oci/remote-name.ts'
import {DOCUMENT_LIMIT} from '../../sources/medium/document-budget.ts'
import {readBlob} from '../../sources/registry/blobs.ts'
import {fetchManifest} from '../../sources/registry/manifests.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import {t} from '../../text/translate.ts'
import {repositoriesOf, tagsOf} from '../registry/catalog.ts'
import {Lanes} from './lanes.ts'

/** Requests that a registry is sent at once. */
const AT_ONCE = 16

/** What of a registry is looked at. */
export interface RegistryPart {
  readonly host: string
  /** null: all repositories that it lists */
  readonly path: string | null
  /** null: all tags */
  readonly reference: string | null
}

/** What a registry's images hold, as far as it could be looked at. */
export interface RegistryHoldings {
  readonly holdings: Holdings
  /** what could not be looked at, by name: hostile */
  readonly failures: readonly {readonly name: string; readonly failure: Failure}[]
}

/**
 * What the images of a registry hold, from manifests and configs alone, 16 requests at a time: tags of a repository are asked
 * for while others are read. Progress counts documents. What can't be read is told, and the rest counts; throws what listing
 * throws, and `cancelled`.
 */
export async function registryHoldings(
  part: RegistryPart,
  registries: Registries,
  context: Context,
): Promise<RegistryHoldings> {
  // Every request listens to the same signal.
  setMaxListeners(0, context.signal)
  const reading = new Reading(part.host, registries, context)
  await reading.read(part)
  return reading.result()
}

/** A platform's image, found by one tag or several. */
interface Found {
  readonly name: string
  readonly tags: string[]
  readonly layers: readonly HeldLayer[]
}

/** What a config tells of each layer, base first. */
interface Told {
  readonly createdBy: readonly (string | null)[]
  readonly diffIds: readonly Digest[]
}

class Reading {
  private readonly host: string
  private readonly registries: Registries
  private readonly context: Context
  private readonly lanes: Lanes
  /** by repository and digest: a manifest is read once, however many tags lead to it */
  private readonly manifests = new Map<string, Promise<readonly Found[]>>()
  private readonly told = new Map<Digest, Promise<Told>>()
  private readonly failures: {name: string; failure: Failure}[] = []
  private readonly found: Found[] = []
  private done = 0
  private total = 0

  constructor(host: string, registries: Registries, context: Context) {
    this.host = host
    this.registries = registries
    this.context = context
    this.lanes = new Lanes(AT_ONCE)
  }

  async read({path, reference}: RegistryPart): Promise<void> {
    const work: Promise<void>[] = []
    if (path !== null) work.push(this.repository(path, reference))
    else {
      for await (const page of repositoriesOf(this.host, this.registries, this.context)) {
        for (const name of page) {
          const reading = this.repository(name, reference)
          // Heard below, unless listing fails before: then what is thrown here is not needed.
          reading.catch(() => {})
          work.push(reading)
        }
      }
    }
    const ended = await Promise.allSettled(work)
    const broken = ended.find(result => result.status === 'rejected')
    if (broken !== undefined) throw broken.reason
  }

  result(): RegistryHoldings {
    const images = this.found
      .filter(({tags}) => tags.length > 0)
      .map(
        ({name, tags, layers}): HoldingImage => ({
          key: name,
          tags: [...tags].sort(),
          layers,
          parent: null,
          listed: true,
        }),
      )
      .sort((a, b) => (a.key < b.key ? -1 : 1))
    return {holdings: {sharedBy: 'blob', images, containers: []}, failures: this.failures}
  }

  private async repository(path: string, reference: string | null): Promise<void> {
    const name: RepositoryName = {host: this.host, path}
    await this.tolerant(formatRemoteName(name), async () => {
      const tags = reference === null ? await this.ask(() => tagsOf(name, this.registries, this.context)) : [reference]
      await Promise.all(tags.map(tag => this.tag(name, tag)))
    })
  }

  private async tag(name: RepositoryName, tag: string): Promise<void> {
    const shown = formatRemoteName(tag.includes(':') ? {...name, digest: tag as Digest} : {...name, tag})
    await this.tolerant(shown, async () => {
      for (const found of await this.manifest(name, tag, null)) {
        const suffix = found.name.includes(' (') ? found.name.slice(found.name.indexOf(' (')) : ''
        found.tags.push(`${shown}${suffix}`)
      }
    })
  }

  /** The images that a manifest or an index leads to, attestations left out. */
  private async manifest(
    name: RepositoryName,
    reference: string,
    platform: Platform | null,
  ): Promise<readonly Found[]> {
    const client = this.registries.clientOf(this.host)
    const {raw, digest} = await this.ask(() => fetchManifest(client, name, reference, this.context.signal))
    const key = `${name.path}@${digest}`
    const known = this.manifests.get(key)
    if (known !== undefined) return known
    const reading = this.images(name, {raw, digest, platform})
    this.manifests.set(key, reading)
    return reading
  }

  private async images(
    name: RepositoryName,
    {raw, digest, platform}: {readonly raw: Uint8Array; readonly digest: Digest; readonly platform: Platform | null},
  ): Promise<readonly Found[]> {
    const shown = formatRemoteName({...name, digest})
    const document = parseManifestOrIndex(raw, t`The manifest of ${shown}`)
    if (document.kind === 'index') {
      const entries = document.manifests.filter(entry => !isAttestation(entry))
      const each = await Promise.all(entries.map(entry => this.manifest(name, entry.digest, entry.platform)))
      return each.flat()
    }
    if (!isImageConfigType(document.config.mediaType)) return []
    const {createdBy, diffIds} = await this.ofConfig(name, document)
    const suffix = platform === null ? '' : ` (${formatPlatform(platform)})`
    const found: Found = {
      name: `${shown}${suffix}`,
      tags: [],
      layers: document.layers.map(({digest, size}, i) => ({
        digest,
        diffId: diffIds[i] ?? null,
        bytes: size,
        createdBy: createdBy[i] ?? null,
      })),
    }
    this.found.push(found)
    return [found]
  }

  /** What made each layer, and its diffID, by the image's config: the same config is read once. */
  private ofConfig(name: RepositoryName, {config, layers}: Manifest): Promise<Told> {
    const known = this.told.get(config.digest)
    if (known !== undefined) return known
    const blob = {client: this.registries.clientOf(this.host), repository: name, ...config}
    const reading = this.ask(() => readBlob(blob, DOCUMENT_LIMIT, this.context.signal)).then((bytes): Told => {
      const {history, diffIds} = parseImageConfig(bytes)
      return {createdBy: historyOfLayers(history, layers.length).map(stepName), diffIds}
    })
    // What an odd config does not tell is missed by nobody.
    const forgiving = reading.catch((thrown): Told => {
      if (thrown instanceof LensError && thrown.kind !== 'cancelled') return {createdBy: [], diffIds: []}
      throw thrown
    })
    this.told.set(config.digest, forgiving)
    return forgiving
  }

  private async ask<T>(request: () => Promise<T>): Promise<T> {
    this.total++
    const answer = await this.lanes.run(request)
    this.done++
    this.context.progress({label: t`Reading manifests of ${this.host}`, done: this.done, total: this.total})
    return answer
  }

  /** A repository that can't be read must not hide the others; what stops all of them is thrown. */
  private async tolerant(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
      this.failures.push({name, failure: toFailure(thrown)})
    }
  }
}
