import type {EntryTypeName} from '../../image/layer/layer-index.ts'
import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {Turns} from '../turns.ts'
import {Destination, type DestinationOptions, type Folder} from './destination.ts'
import {LayerContents, type OpenContents} from './layer-contents.ts'
import type {Attributes, NewFile} from './new-file.ts'
import {NotWritten, type NotWrittenKind} from './not-written.ts'
import type {ImageFiles} from './path-failure.ts'
import {locate, type Selection, select, type Tops} from './selection.ts'

/** What is extracted where. */
export interface ExtractOptions extends DestinationOptions {
  /** the tree as of this layer */
  readonly layer: number
  /** made where it is not there; nothing is written outside */
  readonly directory: string
  /** give files the owners they have in the image; only root can */
  readonly owner: boolean
  /** told in bytes of contents */
  readonly context: Context
}

/** A path of the image that is not on the disk, and why. */
export interface ExtractFailure {
  /** no leading slash, hostile */
  readonly path: string
  readonly kind: NotWrittenKind
  readonly message: string
}

/** What was written, and what was not. */
export interface ExtractResult {
  readonly files: number
  /** that were made, those on the way to what is extracted not counted */
  readonly folders: number
  /** symbolic links */
  readonly links: number
  /** bytes of contents */
  readonly bytes: number
  /** what could not be written, the first thousand */
  readonly failures: readonly ExtractFailure[]
  /** how many there are of them */
  readonly failureCount: number
  /** paths that are there, but whose mode, time or owner the disk did not take */
  readonly attributesLost: number
}

const SPECIALS: Readonly<Partial<Record<EntryTypeName, string>>> = {
  fifo: t`A named pipe is not made.`,
  hardlink: t`It is a hard link that leads to no file of this image.`,
}

const FAILURES_KEPT = 1000

/**
 * Writes paths of the image as of a layer below a folder, each under its full path in the image: folders with all they hold,
 * links as links, holes as holes. Each layer is read once. Devices and pipes are not made, setuid and setgid bits not given.
 * A path that can't be written is told in the result, and the rest goes on. Throws `not-found` for a path that is not there
 * (nothing is written then), `io` where nothing more can be written, `cancelled`; no half-written file stays.
 */
export async function extractFiles(
  files: ImageFiles,
  paths: readonly string[],
  options: ExtractOptions,
): Promise<ExtractResult> {
  return extractVersions(files, locate(files, paths, options.layer), options)
}

/** The same for paths that are known, each in any of its versions; what lies below a folder is taken as of the layer. */
export async function extractVersions(files: ImageFiles, tops: Tops, options: ExtractOptions): Promise<ExtractResult> {
  const turns = new Turns(options.context.signal)
  const selection = await select(files.union, tops, options.layer, turns)
  return new Extraction(files, selection, options, turns).run()
}

class Extraction {
  private readonly files: ImageFiles
  private readonly selection: Selection
  private readonly options: ExtractOptions
  private readonly destination: Destination
  /** by node: the folder on disk, null where it can't be had */
  private readonly folders = new Map<number, Folder | null>()
  private readonly failures: ExtractFailure[] = []
  private readonly done = {files: 0, folders: 0, links: 0, bytes: 0, failureCount: 0, attributesLost: 0}
  private readonly turns: Turns

  constructor(files: ImageFiles, selection: Selection, options: ExtractOptions, turns: Turns) {
    this.files = files
    this.selection = selection
    this.options = options
    this.turns = turns
    this.destination = new Destination(options.directory, options)
    this.folders.set(0, this.destination.root)
  }

  async run(): Promise<ExtractResult> {
    const {ways, folders, links, specials} = this.selection
    // Folders first, links last: while anything is written below, no link of the image is there to lead elsewhere.
    for (const node of ways) this.makeFolder(node, 0o777)
    for (const {node} of folders) {
      this.makeFolder(node, 0o700)
      if (this.folders.get(node)?.made) this.done.folders++
      await this.turns.breathe()
    }
    await this.writeFiles()
    for (const {node, version} of links) {
      const {union} = this.files
      const {layer, entry} = union.entryOf(union.original(version))!
      const target = layer.linkTargetBytes(entry)!
      await this.put(node, folder => {
        if (!this.destination.symlink(folder, this.nameOf(node), target, this.attributes(version))) {
          this.done.attributesLost++
        }
        this.done.links++
      })
      await this.turns.breathe()
    }
    for (const {node, type} of specials) {
      this.fail(node, new NotWritten('special', SPECIALS[type] ?? t`A device is not made.`))
    }
    await this.settleFolders()
    return {...this.done, failures: this.failures}
  }

  private makeFolder(node: number, mode: number): void {
    if (this.folders.has(node)) return
    const parent = this.folders.get(this.files.union.parent(node)) ?? null
    let folder: Folder | null = null
    try {
      if (parent === null) throw folderMissing()
      folder = this.destination.enter(parent, this.nameOf(node), mode)
    } catch (error) {
      this.fail(node, error)
    }
    this.folders.set(node, folder)
  }

  /** Deepest first: a folder that may not be written to is closed when all is in it. */
  private async settleFolders(): Promise<void> {
    const {folders} = this.selection
    for (let i = folders.length - 1; i >= 0; i--) {
      const {node, version} = folders[i]!
      const folder = this.folders.get(node)
      if (node === 0 || !folder?.made) continue
      if (!this.destination.settle(folder, this.attributes(version))) this.done.attributesLost++
      await this.turns.breathe()
    }
  }

  /** Files come in the order of layers and places in them, the names of one content after each other. */
  private async writeFiles(): Promise<void> {
    const {files, bytes: total} = this.selection
    const {union, image} = this.files
    let contents: OpenContents | null = null
    let layer = -1
    let origin = -1
    let first: Buffer | null = null
    try {
      for (const file of files) {
        await this.turns.breathe()
        if (file.origin !== origin) first = null
        origin = file.origin
        const needed = union.columns.versionLayer[origin]!
        if (needed !== layer) {
          await contents?.close()
          contents = await LayerContents.open(image.layers[needed]!, union.layers[needed]!, this.options.context)
          layer = needed
        }
        const entry = union.columns.versionEntry[origin]!
        await this.put(file.node, async folder => {
          const name = this.nameOf(file.node)
          if (first === null || !this.destination.link(folder, name, first)) {
            const from = first === null ? contents! : await this.reopened(needed)
            try {
              first = await this.write(this.destination.create(folder, name), from, entry, file.version, total)
            } finally {
              if (from !== contents) await from.close()
            }
          }
          this.done.files++
        })
      }
    } finally {
      await contents?.close()
    }
  }

  /** For a disk without hard links: what has flowed by is read again. */
  private reopened(layer: number): Promise<OpenContents> {
    return LayerContents.open(this.files.image.layers[layer]!, this.files.union.layers[layer]!, this.options.context)
  }

  private async write(
    file: NewFile,
    contents: OpenContents,
    entry: number,
    version: number,
    total: number,
  ): Promise<Buffer> {
    const {context} = this.options
    try {
      const content = await readable(() => contents.open(entry))
      const pieces = content.pieces()[Symbol.asyncIterator]()
      for (;;) {
        throwIfCancelled(context.signal)
        const next = await readable(() => pieces.next())
        if (next.done) break
        file.write(next.value.bytes, next.value.at)
        this.done.bytes += next.value.bytes.length
        context.progress({label: 'extract', done: this.done.bytes, total})
        await this.turns.breathe()
      }
      if (!file.finish(content.size, this.attributes(version))) this.done.attributesLost++
      return file.path
    } finally {
      file.abandon()
    }
  }

  /** Does what writes one path, in its folder; what makes it impossible is kept for the report. */
  private async put(node: number, act: (folder: Folder) => void | Promise<void>): Promise<void> {
    try {
      const folder = this.folders.get(this.files.union.parent(node)) ?? null
      if (folder === null) throw folderMissing()
      await act(folder)
    } catch (error) {
      this.fail(node, error)
    }
  }

  private fail(node: number, error: unknown): void {
    if (!(error instanceof NotWritten)) throw error
    this.done.failureCount++
    if (this.failures.length === FAILURES_KEPT) return
    this.failures.push({path: this.files.union.path(node), kind: error.kind, message: error.message})
  }

  private nameOf(node: number): Buffer {
    return Buffer.from(this.files.union.nameBytes(node).slice())
  }

  private attributes(version: number): Attributes {
    const at = this.files.union.entryOf(version)
    // Of a folder that no entry names nothing is known.
    if (at === null) return {mode: 0o755, owner: null, mtime: null}
    const {entryMode, entrySeconds, entryNanos} = at.layer.columns
    return {
      mode: entryMode[at.entry]!,
      owner: this.options.owner ? at.layer.owner(at.entry) : null,
      mtime: entrySeconds[at.entry]! + (entryNanos?.[at.entry] ?? 0) / 1e9,
    }
  }
}

function folderMissing(): NotWritten {
  return new NotWritten('in-the-way', t`The folder it belongs into could not be made.`)
}

/** Bytes that can't be read cost the file they belong to; being cancelled costs all. */
async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof LensError) || error.kind === 'cancelled') throw error
    throw new NotWritten('content', error.message, error)
  }
}
