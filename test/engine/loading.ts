import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'
import {type Listed, listedVersion} from '../../src/cli/format/listed.ts'
import {ownerNamesAt} from '../../src/image/filesystem/owner-names.ts'
import {walkVisible} from '../../src/image/filesystem/walk.ts'
import type {Context, Image} from '../../src/image/oci/image.ts'
import {type LoadedImage, loadImage} from '../../src/operations/load-image.ts'
import {contentOf, fileAt} from '../../src/operations/read-file.ts'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import type {Engines} from '../../src/sources/engine/engines.ts'
import {resolveReference} from '../../src/sources/resolve.ts'
import {Spools} from '../../src/sources/spool/spools.ts'

export const context: Context = {signal: new AbortController().signal, progress: () => {}}

const pool = new WorkerPool(new URL('../../dist/worker.js', import.meta.url), 2)
/** What is spooled by the tests of this file. */
export const spools = new Spools()
afterAll(async () => {
  await pool.close()
  await spools.close()
})

/** Also those that a test makes while it runs: nobody hears of an afterAll then. */
const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
})

/** A folder that is gone after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-engine-'))
  folders.push(folder)
  return folder
}

export async function openImage(
  reference: string,
  engines?: Engines,
  signal = context.signal,
  kept = spools,
): Promise<Image> {
  const resolved = await resolveReference(reference, {
    context: {signal, progress: () => {}},
    hostArchitecture: 'amd64',
    spools: kept,
    ...(engines === undefined ? {} : {engines}),
  })
  if (resolved.kind === 'image') return resolved.image
  throw new Error(`a choice instead of an image: ${resolved.message}`)
}

export function load(image: Image, options: Partial<Parameters<typeof loadImage>[1]> = {}): Promise<LoadedImage> {
  return loadImage(image, {
    pool,
    cacheFolder: null,
    context,
    partial: false,
    compare: true,
    verify: true,
    ...options,
  })
}

/** Everything that the final tree shows, by path. */
export function treeOf({union}: LoadedImage): Listed[] {
  return [...walkVisible(union, 0, union.layerCount - 1)].map(({node, version}) =>
    listedVersion(union, node, version, ownerNamesAt(union, union.layerCount - 1), null),
  )
}

/** What each layer holds and did: all that must not depend on where the image came from. */
export function layersOf({layers, figures, image}: LoadedImage): unknown {
  return layers.map(({index, trust}, i) => ({
    trust,
    entries: index?.entryCount,
    size: index?.facts.size,
    command: image.layers[i]!.history?.createdBy ?? null,
    figures: figures.layers[i],
  }))
}

/** A file's bytes as of a layer, the last where none is named. */
export async function textAt(loaded: LoadedImage, path: string, layer = loaded.layers.length - 1): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of contentOf(loaded, fileAt(loaded, path, layer).version, context)) {
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks).toString()
}
