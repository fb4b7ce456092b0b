import {contentsOf, storedAt} from '../../image/analysis/comparison/compare-trees.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {digestOfData} from '../extract/data-digest.ts'
import {LayerContents} from '../extract/layer-contents.ts'
import type {MemberContent} from '../extract/member-content.ts'
import type {ImageFiles} from '../extract/path-failure.ts'
import {contentOf} from '../read-file.ts'
import type {ComparedImages} from './compare-images.ts'

/** So many files of an engine's layer are asked for one by one; for more all of its layers are asked for. */
const ONE_BY_ONE = 64

/** A file that is asked for: a version of its own image, and what it holds once that was read. */
interface Wanted {
  readonly version: number
  readonly size: number
  digest: Buffer | null
}

/**
 * Reads contents that lie neither plain on disk nor have a digest, wherever the layers come from: each layer once, from front to
 * back. Gives for each of the versions whether its content is that of before; one that can't be read is left out. Progress is in
 * bytes of both. Rejects with `cancelled`.
 */
export async function readUndecided(
  {before, after, union, compared}: ComparedImages,
  versions: Int32Array,
  context: Context,
): Promise<ReadonlyMap<number, boolean>> {
  const sides = [new SideContents(before), new SideContents(after)] as const
  const pairs = [...versions].map(version => {
    const [was, is] = contentsOf(union, compared.origins, version)
    return {version, was: sides[0].want(was), is: sides[1].want(is)}
  })
  const total = pairs.reduce((sum, {was, is}) => sum + was.size + is.size, 0)
  let done = 0
  const pulse = (bytes: number) => {
    done += bytes
    context.progress({label: t`Comparing contents`, done: Math.min(done, total), total})
  }
  for (const side of sides) await side.read(context.signal, pulse)
  const told = new Map<number, boolean>()
  for (const {version, was, is} of pairs) {
    if (was.digest !== null && is.digest !== null) told.set(version, was.digest.equals(is.digest))
  }
  return told
}

/** What the image or the disk is to blame for; what was cancelled, and our own faults, are not. */
function isUnreadable(thrown: unknown): boolean {
  if (thrown instanceof LensError) return thrown.kind !== 'cancelled'
  return thrown instanceof Error && 'syscall' in thrown
}

class SideContents {
  private readonly files: ImageFiles
  /** by layer, and in it by entry */
  private readonly wanted = new Map<number, Map<number, Wanted>>()

  constructor(files: ImageFiles) {
    this.files = files
  }

  want(version: number): Wanted {
    const {union} = this.files
    const {layer, entry} = storedAt(union, version)
    const entries = this.wanted.get(layer) ?? new Map<number, Wanted>()
    this.wanted.set(layer, entries)
    const known = entries.get(entry)
    if (known !== undefined) return known
    const wanted = {version, size: union.sizeOf(union.original(version)), digest: null}
    entries.set(entry, wanted)
    return wanted
  }

  async read(signal: AbortSignal, pulse: (bytes: number) => void): Promise<void> {
    const context = {signal, progress: () => {}}
    for (const [layer, entries] of this.wanted) {
      const {bundle, region} = this.files.image.layers[layer]?.content ?? {}
      const ofEngine = bundle !== undefined && region === undefined
      const inOrder = [...entries].sort(([a], [b]) => a - b)
      try {
        if (ofEngine && entries.size <= ONE_BY_ONE) {
          for (const [, wanted] of inOrder) wanted.digest = await digestOfData(this.alone(wanted, context), pulse)
        } else await this.readLayer(layer, inOrder, context, pulse)
      } catch (thrown) {
        // What a layer that is damaged or gone holds stays unknown.
        if (!isUnreadable(thrown)) throw thrown
      }
    }
  }

  private async readLayer(
    layer: number,
    inOrder: readonly (readonly [number, Wanted])[],
    context: Context,
    pulse: (bytes: number) => void,
  ): Promise<void> {
    const {image, union} = this.files
    const contents = await LayerContents.open(image.layers[layer]!, union.layers[layer]!, context)
    try {
      for (const [entry, wanted] of inOrder) wanted.digest = await digestOfData(await contents.open(entry), pulse)
    } finally {
      await contents.close()
    }
  }

  /** A file that is asked for alone, as a member of a tar is read. */
  private alone({version, size}: Wanted, context: Context): MemberContent {
    const chunks = contentOf(this.files, version, context)
    return {
      size,
      async *pieces() {
        let at = 0
        for await (const bytes of chunks) {
          yield {at, bytes}
          at += bytes.length
        }
      },
    }
  }
}
