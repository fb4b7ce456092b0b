import {LensError} from '../../image/oci/error.ts'
import type {BundleItem, Region} from '../../image/oci/image.ts'
import {isCompressed} from '../../image/tar/decompress.ts'
import {EntryType} from '../../image/tar/entry-type.ts'
import {BLOCK, checksumHolds, isZeroBlock} from '../../image/tar/header.ts'
import {type StreamedMember, streamMembers} from '../../image/tar/stream-members.ts'
import {t} from '../../text/translate.ts'
import {normalName} from '../archive/archive-members.ts'
import {parseDockerManifest} from '../archive/docker-manifest.ts'
import {readAt, withFile} from '../disk/file-region.ts'
import {DOCUMENT_LIMIT} from '../medium/document-budget.ts'
import {peek} from '../spool/peek.ts'

type Chunks = AsyncIterable<Uint8Array>

/**
 * The layers in what an engine exports, as they flow by: Docker before 25 writes a folder a layer, Podman a tar a layer, Docker
 * 25 and later an OCI layout with blobs. All of them put manifest.json behind the layers; it gives the order. Throws
 * `tar-damaged`, and what `chunks` throws.
 */
export function exportedLayers(chunks: Chunks): AsyncIterable<BundleItem> {
  return layersAmong(streamMembers(chunks, theExport()))
}

/** Names it in sentences. */
export const theExport = () => t`The engine's export`

/** A member of an export, and where its content lies if the export is kept. */
export interface ExportedMember extends StreamedMember {
  readonly region?: Region
}

/** The same of the members of an export, however they come. */
export async function* layersAmong(members: AsyncIterable<ExportedMember>): AsyncIterable<BundleItem> {
  const links = new Map<string, string>()
  let order: readonly string[] = []
  for await (const member of members) {
    const name = normalName(member.name) ?? ''
    if (member.link !== null) links.set(name, linkTarget(name, member))
    if (member.type !== EntryType.file) continue
    if (name === 'manifest.json') order = parseDockerManifest(await document(member)).at(-1)?.layers ?? []
    else if (!isDocument(name)) yield* asBlob(name, member)
  }
  yield {kind: 'order', names: order.map(name => followed(normalName(name) ?? name, links))}
}

/** What certainly holds no layer: its bytes need not be looked at. */
function isDocument(name: string): boolean {
  return /(^|\/)(json|VERSION|repositories|oci-layout|[^/]*\.json)$/.test(name)
}

async function* asBlob(name: string, {size, content, region}: ExportedMember): AsyncIterable<BundleItem> {
  const {head, chunks} =
    region === undefined ? await peek(content, BLOCK) : {head: beginningOf(region), chunks: content}
  if (isLayer(head)) yield {kind: 'blob', name, size, chunks, ...(region && {region})}
}

function beginningOf({path, offset, size}: Region): Uint8Array {
  return withFile(path, ({fd}) => readAt(fd, offset, Math.min(BLOCK, size)))
}

/**
 * A plain or a compressed tar; that one is compressed by what is not read here is for who reads it to say. Manifests and configs
 * lie among the blobs of a layout too.
 */
function isLayer(head: Uint8Array): boolean {
  if (isCompressed(head)) return true
  return head.length >= BLOCK && (isZeroBlock(head, 0) || checksumHolds(head, 0, null))
}

async function document({content, size}: StreamedMember): Promise<Uint8Array> {
  if (size > DOCUMENT_LIMIT) throw new LensError('limit-exceeded', t`The export's manifest.json has ${size} bytes.`)
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(Uint8Array.from(chunk))
  return Buffer.concat(chunks)
}

function linkTarget(name: string, {type, link}: StreamedMember): string {
  const folder = type === EntryType.symlink ? name.slice(0, name.lastIndexOf('/') + 1) : ''
  return normalName(`${folder}${link}`) ?? ''
}

/** Engines link a layer that comes a second time to its first place. */
function followed(name: string, links: ReadonlyMap<string, string>): string {
  let at = name
  for (let hops = 0; hops < 8; hops++) {
    const target = links.get(at)
    if (target === undefined) break
    at = target
  }
  return at
}
