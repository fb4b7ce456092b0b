import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {type Header, pack} from 'tar-stream'

/** Images, layouts and archives made in memory, byte by byte as a test wants them: right ones, and wrong ones. */

export interface TarMember {
  readonly name: string
  readonly content?: string | Uint8Array
  readonly type?: Header['type']
  readonly link?: string
  readonly uid?: number
}

/** A tar of these members, in this order. */
export async function packTar(members: readonly TarMember[]): Promise<Buffer> {
  const tar = pack()
  for (const {name, content, type = 'file', link, uid = 0} of members) {
    const header: Partial<Header> & {name: string} = {name, type, uid, mtime: new Date(0)}
    if (link !== undefined) header.linkname = link
    tar.entry(header, Buffer.from(content ?? ''))
  }
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A layer's tar: file name → content. */
export function layerTar(files: Readonly<Record<string, string>>): Promise<Buffer> {
  return packTar(Object.entries(files).map(([name, content]) => ({name, content})))
}

export function hexOf(bytes: Uint8Array, algorithm = 'sha256'): string {
  return createHash(algorithm).update(bytes).digest('hex')
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${hexOf(bytes)}`
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

export interface ConfigOptions {
  readonly os?: string
  readonly architecture?: string
  readonly variant?: string
  readonly created?: string
  readonly history?: readonly unknown[]
  readonly diffIds?: readonly string[]
  /** what else it says, in place of what is said of old */
  readonly more?: Readonly<Record<string, unknown>>
}

/** A config for layers whose plain tars these are. */
export function configOf(tars: readonly Uint8Array[], options: ConfigOptions = {}): Buffer {
  const {os = 'linux', architecture = 'amd64', created = '2024-05-06T07:08:09Z', variant} = options
  const history = options.history ?? tars.map((_, i) => ({created, created_by: `step ${i}`}))
  const diff_ids = options.diffIds ?? tars.map(digestOf)
  const config = {Cmd: ['sh']}
  return json({
    created,
    os,
    architecture,
    variant,
    config,
    rootfs: {type: 'layers', diff_ids},
    history,
    ...options.more,
  })
}

export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly annotations?: Readonly<Record<string, string>>
  readonly platform?: {readonly os: string; readonly architecture: string; readonly variant?: string}
  readonly artifactType?: string
}

const OCI = 'application/vnd.oci.image'

export interface ImageOptions extends ConfigOptions {
  /** blobs as stored where they differ from the plain tars */
  readonly stored?: readonly Uint8Array[]
  readonly layerType?: string
  /** changes the manifest before it is written */
  readonly manifest?: (manifest: Record<string, unknown>) => unknown
}

/** The files of an OCI layout, by path, as they come together. */
export class LayoutBuilder {
  readonly files = new Map<string, Buffer>([['oci-layout', json({imageLayoutVersion: '1.0.0'})]])
  readonly entries: Descriptor[] = []

  blob(bytes: Uint8Array, mediaType: string): Descriptor {
    this.files.set(`blobs/sha256/${hexOf(bytes)}`, Buffer.from(bytes))
    return {mediaType, digest: digestOf(bytes), size: bytes.length}
  }

  /** Config, layers and manifest of an image; gives the manifest's descriptor. */
  image(tars: readonly Uint8Array[], options: ImageOptions = {}): Descriptor {
    const config = this.blob(configOf(tars, options), `${OCI}.config.v1+json`)
    const layerType = options.layerType ?? `${OCI}.layer.v1.tar`
    const layers = (options.stored ?? tars).map(bytes => this.blob(bytes, layerType))
    const manifest = {schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json`, config, layers}
    return this.blob(
      json(options.manifest === undefined ? manifest : options.manifest(manifest)),
      `${OCI}.manifest.v1+json`,
    )
  }

  /** A nested index. */
  index(manifests: readonly Descriptor[]): Descriptor {
    const mediaType = `${OCI}.index.v1+json`
    return this.blob(json({schemaVersion: 2, mediaType, manifests}), mediaType)
  }

  /** Lists a descriptor in index.json. */
  list(descriptor: Descriptor, tag?: string, more: Partial<Descriptor> = {}): this {
    const annotations = tag === undefined ? {} : {'org.opencontainers.image.ref.name': tag}
    this.entries.push({...descriptor, annotations, ...more})
    return this
  }

  path(descriptor: Descriptor): string {
    return `blobs/sha256/${descriptor.digest.slice(7)}`
  }

  private all(): [string, Buffer][] {
    const index = json({schemaVersion: 2, manifests: this.entries})
    return [...this.files, ...(this.files.has('index.json') ? [] : [['index.json', index] as [string, Buffer]])]
  }

  writeFolder(folder: string): string {
    for (const [path, bytes] of this.all()) {
      mkdirSync(dirname(join(folder, path)), {recursive: true})
      writeFileSync(join(folder, path), bytes)
    }
    return folder
  }

  members(): TarMember[] {
    return this.all().map(([name, content]) => ({name, content}))
  }
}

export interface SavedImage {
  readonly tags: readonly string[] | null
  readonly tars: readonly Buffer[]
  readonly config?: ConfigOptions
}

/**
 * The members of an old `docker save`: a folder with a `layer.tar` for each layer, and for one that came before a symlink to
 * the first (as Docker 1.10 and later write) or, told so, a hard link.
 */
export function dockerSave(images: readonly SavedImage[], repeated: 'symlink' | 'link' = 'symlink'): TarMember[] {
  const members: TarMember[] = []
  const first = new Map<string, string>()
  const manifest = images.map(({tags, tars, config}, n) => {
    const bytes = configOf(tars, config)
    const layers = tars.map((tar, i) => {
      const folder = hexOf(Buffer.from(`${n} ${i}`))
      const before = first.get(digestOf(tar))
      if (before === undefined) first.set(digestOf(tar), folder)
      members.push({name: `${folder}/`, type: 'directory'}, {name: `${folder}/VERSION`, content: '1.0'})
      const link = repeated === 'symlink' ? `../${before}/layer.tar` : `${before}/layer.tar`
      const layer = {name: `${folder}/layer.tar`}
      members.push(before === undefined ? {...layer, content: tar} : {...layer, type: repeated, link})
      return `${folder}/layer.tar`
    })
    members.push({name: `${hexOf(bytes)}.json`, content: bytes})
    return {Config: `${hexOf(bytes)}.json`, RepoTags: tags, Layers: layers}
  })
  return [...members, {name: 'manifest.json', content: json(manifest)}]
}

export interface OldLayer {
  /** 64 hexadecimal digits */
  readonly id: string
  readonly parent?: string
  readonly tar: Uint8Array
  /** more of its `json`, or all of it as a text */
  readonly json?: Readonly<Record<string, unknown>> | string
}

/** An ID as Docker before 1.10 made them: at random. */
export function oldId(name: string): string {
  return hexOf(Buffer.from(`id of ${name}`))
}

/**
 * The members of a `docker save` before 1.10: a folder for each layer with its `json`, and the names of the topmost ones in
 * `repositories` (name → tag → ID), which is absent where it saved by ID.
 */
export function oldDockerSave(
  layers: readonly OldLayer[],
  repositories: Readonly<Record<string, Readonly<Record<string, string>>>> | null,
): TarMember[] {
  const members = layers.flatMap(({id, parent, tar, json: more}): TarMember[] => {
    const created = '2014-05-06T07:08:09Z'
    const description = {id, parent, created, os: 'linux', architecture: 'amd64', ...(typeof more === 'object' && more)}
    return [
      {name: `${id}/`, type: 'directory'},
      {name: `${id}/VERSION`, content: '1.0'},
      {name: `${id}/json`, content: typeof more === 'string' ? more : json(description)},
      {name: `${id}/layer.tar`, content: tar},
    ]
  })
  return repositories === null ? members : [...members, {name: 'repositories', content: json(repositories)}]
}

/** The members of a docker-archive as kaniko and crane write it: layers as a registry has them, named by their digests. */
export function kanikoSave(tars: readonly Uint8Array[], stored: readonly Uint8Array[], prefix = ''): TarMember[] {
  const config = configOf(tars)
  const names = stored.map(bytes => `${prefix}${hexOf(bytes)}.tar.gz`)
  return [
    {name: digestOf(config), content: config},
    ...stored.map((content, i) => ({name: names[i]!, content})),
    {name: 'manifest.json', content: json([{Config: digestOf(config), RepoTags: ['kaniko/app:1'], Layers: names}])},
  ]
}

/**
 * A layer as eStargz writes it (stargz-snapshotter's specification): each member in a gzip member of its own, then the table
 * of contents as one more tar member, then an empty gzip member that says where that is. `afterEnd`: the table comes after
 * the end-of-archive blocks of the tar that was converted, where tar readers stop.
 */
export async function estargzLayer(files: Readonly<Record<string, string>>, afterEnd = false): Promise<Buffer> {
  const end = Buffer.alloc(1024)
  const single = async (member: TarMember) => (await packTar([member])).subarray(0, -end.length)
  const entries = Object.entries({'.no.prefetch.landmark': '\u000f', ...files})
  const members = await Promise.all(entries.map(([name, content]) => single({name, content})))
  const toc = await single({name: 'stargz.index.json', content: json({version: 1, entries: []})})
  const tail = Buffer.concat([toc, end])
  const payload = afterEnd ? [...members, end] : members
  return Buffer.concat([...payload.map(part => gzipSync(part)), gzipSync(tail), gzipSync('')])
}
