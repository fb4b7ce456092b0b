import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'
import {LensError} from '../../src/image/oci/error.ts'
import type {Context, Image, ImageSummary, Layer} from '../../src/image/oci/image.ts'
import type {Registries} from '../../src/sources/registry/registries.ts'
import {resolvePlace, resolveReference} from '../../src/sources/resolve.ts'
import {packTar, type TarMember} from '../corpus/archives.ts'

export const context: Context = {signal: new AbortController().signal, progress: () => {}}

/** A folder that is gone after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-sources-'))
  afterAll(() => rmSync(folder, {recursive: true, force: true}))
  return folder
}

export interface OpenTestOptions {
  readonly platform?: string
  readonly hostArchitecture?: string
  readonly registries?: Registries
}

export function resolve(reference: string, {hostArchitecture = 'amd64', ...options}: OpenTestOptions = {}) {
  return resolveReference(reference, {context, hostArchitecture, ...options})
}

/** Opens one image; fails where there would be a choice. */
export async function open(reference: string, options?: OpenTestOptions): Promise<Image> {
  const resolved = await resolve(reference, options)
  if (resolved.kind === 'image') return resolved.image
  throw new Error(`a choice instead of an image: ${resolved.message}`)
}

export async function list(reference: string): Promise<ImageSummary[]> {
  const found: ImageSummary[] = []
  for await (const summary of (await resolvePlace(reference, {context})).source.list(context)) found.push(summary)
  return found
}

/** The LensError that opening ends in. */
export async function failureOf(reference: string, options?: OpenTestOptions): Promise<LensError> {
  try {
    await resolve(reference, options)
  } catch (thrown) {
    if (thrown instanceof LensError) return thrown
    throw thrown
  }
  throw new Error(`${reference} was opened`)
}

/** All bytes of a layer through `open`, and through its region: they must be the same. */
export async function bytesOf(layer: Layer): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await layer.content!.open(context)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export async function writeTar(path: string, members: readonly TarMember[]): Promise<string> {
  writeFileSync(path, await packTar(members))
  return path
}
