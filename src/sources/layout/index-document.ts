import type {Digest} from '../../image/oci/digest.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {CONTAINERD_NAME, parseIndexJson, REF_NAME} from './layout-candidates.ts'

/** One entry of an index.json, as somebody wrote it: what we don't know of it stays. */
export interface IndexEntry {
  readonly digest: Digest
  readonly mediaType: string
  /** bytes of what it names */
  readonly size: number
  /** null: none leads to it */
  readonly tag: string | null
  readonly raw: Readonly<Record<string, unknown>>
}

/** An index.json that is to be changed. */
export interface IndexDocument {
  readonly entries: readonly IndexEntry[]
  /** its other fields */
  readonly rest: Readonly<Record<string, unknown>>
}

export const EMPTY_INDEX: IndexDocument = {
  entries: [],
  rest: {schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json'},
}

/** Parses an index.json for changing it. Throws `manifest-malformed`, `digest-malformed`: what can't be read is not overwritten. */
export function parseIndexDocument(bytes: Uint8Array): IndexDocument {
  const {manifests} = parseIndexJson(bytes)
  const {manifests: raw, ...rest} = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>
  const read = new JsonReader('index.json', 'manifest-malformed')
  const objects = read.optionalArray(raw, 'manifests').map(item => read.object(item, 'manifests'))
  return {
    entries: manifests.map(({digest, mediaType, size, annotations}, i) => ({
      ...{digest, mediaType, size},
      tag: annotations[REF_NAME] ?? null,
      raw: objects[i]!,
    })),
    rest,
  }
}

/** As `index.json` is written, image-spec image-index.md: entries byte for byte as they were read, and what else stood there. */
export function formatIndexDocument({entries, rest}: IndexDocument): Buffer {
  return Buffer.from(`${JSON.stringify({...rest, manifests: entries.map(({raw}) => raw)})}\n`)
}

/** An entry, with annotations that name it. */
export function entryOf(
  {digest, mediaType, size}: Pick<IndexEntry, 'digest' | 'mediaType' | 'size'>,
  annotations: Readonly<Record<string, string>>,
): IndexEntry {
  const named = Object.keys(annotations).length === 0 ? {} : {annotations}
  return {digest, mediaType, size, tag: annotations[REF_NAME] ?? null, raw: {mediaType, digest, size, ...named}}
}

/** An entry that no name leads to any more; all else that it says stays. */
export function withoutName({raw, ...entry}: IndexEntry): IndexEntry {
  const {annotations, ...others} = raw
  const {[REF_NAME]: _tag, [CONTAINERD_NAME]: _name, ...kept} = (annotations ?? {}) as Record<string, unknown>
  const left = Object.keys(kept).length === 0 ? {} : {annotations: kept}
  return {...entry, tag: null, raw: {...others, ...left}}
}
