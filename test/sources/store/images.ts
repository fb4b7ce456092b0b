import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll} from 'vitest'
import type {Image} from '../../../src/image/oci/image.ts'
import {copyImage} from '../../../src/operations/copy/copy-image.ts'
import type {copyWhole} from '../../../src/operations/copy/copy-whole.ts'
import {resolveReference} from '../../../src/sources/resolve.ts'
import type {Store} from '../../../src/sources/store/store.ts'
import {StoreDestination} from '../../../src/sources/store/store-destination.ts'
import {parseStoreName} from '../../../src/sources/store/store-name.ts'
import {type ImageOptions, LayoutBuilder, layerTar} from '../../corpus/archives.ts'
import {context} from '../opening.ts'

/** A folder that is gone after the tests of this file. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-store-'))
  afterAll(() => rmSync(folder, {recursive: true, force: true}))
  return folder
}

let made = 0
const GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip'

/** Adds an image of one file a layer to a layout; the same texts give the same blobs. */
export async function addImage(builder: LayoutBuilder, texts: readonly string[], options: ImageOptions = {}) {
  const tars = await Promise.all(texts.map((text, i) => layerTar({[`file-${i}`]: text})))
  return builder.image(tars, {stored: tars.map(tar => gzipSync(tar)), layerType: GZIP, ...options})
}

/** An image of these layers, opened from a layout of its own. */
export async function imageOf(folder: string, texts: readonly string[], options: ImageOptions = {}): Promise<Image> {
  const builder = new LayoutBuilder()
  const layout = builder.list(await addImage(builder, texts, options)).writeFolder(join(folder, `layout-${made++}`))
  return openImage(`oci:${layout}`)
}

export async function openImage(reference: string, store?: Store): Promise<Image> {
  const options = {hostArchitecture: 'amd64', context, ...(store === undefined ? {} : {store})}
  const resolved = await resolveReference(reference, options)
  if (resolved.kind === 'image') return resolved.image
  throw new Error(`a choice: ${resolved.message}`)
}

/** Writes an image into a store under a name, or only by its digest. */
export function put(
  image: Image,
  store: Store,
  name: string | null,
  how: typeof copyImage | typeof copyWhole = copyImage,
) {
  const destination = new StoreDestination(store, name === null ? null : parseStoreName(name))
  return how(image, destination, {context, onEvent: () => {}})
}
