import {type BuiltUnion, buildUnion} from '../../../src/image/filesystem/build-union.ts'
import {CHANGE_NAMES, Change, type Union} from '../../../src/image/filesystem/union.ts'
import type {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import {hopped, streamed} from '../layer/indexing.ts'
import {pax, type RawMember, tarOf} from '../tar/raw-tar.ts'

/** A member of a layer, told shortly. What is left out is ordinary: mode 0644 or 0755, owner 0:0, time 0. */
export interface Put {
  readonly path: string
  readonly type?: 'file' | 'directory' | 'symlink' | 'hardlink' | 'char' | 'fifo'
  readonly content?: string
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** seconds, as PAX writes them */
  readonly mtime?: string
  readonly link?: string
  readonly device?: readonly [number, number]
  readonly xattrs?: Readonly<Record<string, string>>
}

const FLAGS = {file: '0', hardlink: '1', symlink: '2', char: '3', directory: '5', fifo: '6'} as const

function memberOf(put: Put): (RawMember | Buffer)[] {
  const {type = 'file', mtime = '0'} = put
  const records: Record<string, string> = {path: put.path}
  if (mtime.includes('.')) records.mtime = mtime
  if (put.link !== undefined) records.linkpath = put.link
  for (const [name, value] of Object.entries(put.xattrs ?? {})) records[`SCHILY.xattr.${name}`] = value
  const member: RawMember = {
    name: put.path.slice(-100),
    flag: FLAGS[type],
    mode: put.mode ?? (type === 'directory' ? 0o755 : 0o644),
    uid: put.uid ?? 0,
    gid: put.gid ?? 0,
    mtime: Math.floor(Number(mtime)),
    content: type === 'file' ? (put.content ?? '') : '',
    major: put.device?.[0] ?? 0,
    minor: put.device?.[1] ?? 0,
  }
  return [pax(records), member]
}

/** The tar of a layer. A path alone is an empty file; one that ends in a slash is a directory. */
export function layerOf(puts: readonly (Put | string)[]): Buffer {
  const all = puts.map(put => (typeof put === 'string' ? shorthand(put) : put))
  return tarOf(...all.flatMap(memberOf))
}

/** `a/` a directory, `a -> b` a symlink, `a => b` a hard link, `a = text` a file, `a` an empty one. */
function shorthand(text: string): Put {
  const [, path, sign, rest] = /^(.*?)(?: (->|=>|=) (.*))?$/s.exec(text)!
  if (sign === '->') return {path: path!, type: 'symlink', link: rest!}
  if (sign === '=>') return {path: path!, type: 'hardlink', link: rest!}
  if (path!.endsWith('/')) return {path: path!, type: 'directory'}
  return {path: path!, content: rest ?? ''}
}

export type Layers = readonly (readonly (Put | string)[] | null)[]

/** Layers, base first, indexed as streams (contents known by their digests). Null: a layer that could not be read. */
export function indexesOf(layers: Layers, by: 'stream' | 'hop' = 'stream'): Promise<(LayerIndex | null)[]> {
  return Promise.all(
    layers.map(
      layer => layer && (by === 'stream' ? streamed(layerOf(layer)) : Promise.resolve(hopped(layerOf(layer)))),
    ),
  )
}

export async function unionOf(...layers: Layers): Promise<Union> {
  return (await built(layers)).union
}

export async function built(layers: Layers, by: 'stream' | 'hop' = 'stream'): Promise<BuiltUnion> {
  return buildUnion(await indexesOf(layers, by))
}

/** Every node's path that passes, sorted. */
function nodesWhere(union: Union, test: (node: number) => boolean): string[] {
  const found: string[] = []
  for (let node = 1; node < union.columns.nodeCount; node++) if (test(node)) found.push(union.path(node))
  return found.sort()
}

/** The visible paths as of a layer (the last one where none is named), folders with a slash at their end. */
export function treeOf(union: Union, layer = union.layerCount - 1): string[] {
  return nodesWhere(union, node => union.versionAt(node, layer) >= 0).map(path =>
    union.isDirectory(union.versionAt(union.find(path), layer)) ? `${path}/` : path,
  )
}

/** What a layer did, path by path: `modified content,mode`; what it left alone is not told. */
export function changesOf(union: Union, layer: number): Record<string, string> {
  const told: Record<string, string> = {}
  for (const path of nodesWhere(union, node => union.changeIn(node, layer) !== Change.none)) {
    const node = union.find(path)
    const change = union.changeIn(node, layer)
    const reasons = change === Change.removed ? [] : union.reasons(union.versionIn(node, layer))
    told[path] = [CHANGE_NAMES[change], reasons.join()].filter(Boolean).join(' ')
  }
  return told
}
