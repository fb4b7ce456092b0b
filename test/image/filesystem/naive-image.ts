import type {Put} from './stack.ts'

/**
 * The definitions of a union, written once more in the plainest way: each layer is applied to a Map of paths, and every state
 * is kept. Slow, and meant to be; what is asked of the real one is asked of this too.
 */

/** The bytes of a regular file, and every name it was ever given: its own first, links in the order of layers and tars. */
export interface Inode {
  readonly layer: number
  readonly content: string
  readonly names: {readonly path: string; readonly node: Node}[]
}

export interface Node {
  readonly layer: number
  /** null: a directory that no entry names */
  readonly entry: number | null
  readonly put: Put
  /** of a file or of a link that leads to one */
  inode: Inode | null
  /** what it is a name of: itself, or what a link leads to; null for a folder and for a link that leads nowhere */
  original: Put | null
  change: string
  reasons: readonly string[]
}

export type State = ReadonlyMap<string, Node>

export interface Applied {
  readonly state: State
  /** path → change, `removed` included */
  readonly changes: ReadonlyMap<string, string>
  /** path → bytes of regular files that this layer's tar has for it */
  readonly stored: readonly (readonly [path: string, bytes: number])[]
  /** regular files of the tar, marks with a size included */
  readonly size: number
  readonly inodes: readonly Inode[]
  /** hard links of the tar */
  readonly links: readonly Node[]
}

const isDirectory = (node: Node | undefined) => node !== undefined && (node.put.type ?? 'file') === 'directory'
const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const join = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)
const isBelow = (path: string, folder: string) => folder === '' || path.startsWith(`${folder}/`)
const clean = (path: string) => path.replace(/\/$/, '')

/** Every folder above a path, the highest first. */
function above(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

/** Where a path leads that is to be a directory, null where to none. */
function directoryAt(state: State, path: string, hops = 40): string | null {
  if (path === '') return ''
  const node = state.get(path)
  if (node === undefined || hops === 0) return null
  if (isDirectory(node)) return path
  if (node.original?.type !== 'symlink') return null
  const link = node.original.link!
  let at: string = link.startsWith('/') ? '' : parentOf(path)
  for (const part of link.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') at = parentOf(at)
    else {
      const next = directoryAt(state, join(at, part), hops - 1)
      if (next === null) return null
      at = next
    }
  }
  return at
}

function linkedPlace(state: State, target: string): string {
  const folder = above(target).reduce((at, a) => {
    const next = join(at, nameOf(a))
    return directoryAt(state, next) ?? next
  }, '')
  return join(folder, nameOf(target))
}

/** Applies one layer. Null where the layer contradicts itself in a way that no definition covers. */
export function apply(below: State, puts: readonly Put[], layer: number): Applied | null {
  const marks = puts.filter(put => nameOf(put.path).startsWith('.wh.'))
  const own = puts.filter(put => !marks.includes(put))
  const last = new Map(own.map(put => [clean(put.path), put]))

  const state = new Map(below)
  const drop = (test: (path: string) => boolean) => {
    for (const path of [...state.keys()]) if (test(path)) state.delete(path)
  }
  for (const {path} of marks) {
    const folder = parentOf(path)
    if (nameOf(path) === '.wh..wh..opq') drop(other => isBelow(other, folder))
    else {
      const target = join(folder, nameOf(path).slice('.wh.'.length))
      drop(other => other === target || isBelow(other, target))
    }
  }

  const inodes: Inode[] = []
  const nodes = new Map<Put, Node>()
  for (const [entry, put] of puts.entries()) {
    if (marks.includes(put)) continue
    const isFile = (put.type ?? 'file') === 'file'
    const inode: Inode | null = isFile ? {layer, content: put.content ?? '', names: []} : null
    if (inode) inodes.push(inode)
    const named = put.type === 'directory' || put.type === 'hardlink'
    nodes.set(put, {layer, entry, put, inode, original: named ? null : put, change: '', reasons: []})
  }

  // The paths of the tar, folders before what they hold; nothing is there below what is no folder in the same tar.
  const paths = new Set([...puts].flatMap(put => [...above(clean(put.path)), clean(put.path)]))
  const made = new Map<string, Node>()
  for (const path of [...paths].sort()) {
    if ([...above(path), path].some(a => nameOf(a).startsWith('.wh.'))) continue
    if (above(path).some(a => last.get(a)?.type === 'symlink')) return null // followed where it came before
    if (above(path).some(a => last.has(a) && last.get(a)!.type !== 'directory')) continue
    const put = last.get(path)
    if (put === undefined) {
      if (path === '' || isDirectory(state.get(path))) continue
      if (made.has(path)) return null
      const folder: Put = {path, type: 'directory'}
      const node: Node = {layer, entry: null, put: folder, inode: null, original: null, change: '', reasons: []}
      state.set(path, node)
      made.set(path, node)
      continue
    }
    if (made.has(path)) return null // two ways to one path
    if (put.type !== 'directory') drop(other => isBelow(other, path))
    state.set(path, nodes.get(put)!)
    made.set(path, nodes.get(put)!)
  }
  for (const path of state.keys()) if (path.includes('/') && !isDirectory(state.get(parentOf(path)))) return null
  for (const [path, node] of made) if (state.get(path) !== node) return null

  // Links mean what the name means when they are made; folders on the way to it may be symlinks.
  const written = new Map<string, Node>()
  for (const [put, node] of nodes) {
    const path = clean(put.path)
    if (put.type === 'hardlink') {
      const target = linkedPlace(state, put.link!)
      const own = [...nodes.keys()].filter(other => clean(other.path) === target)
      if (own.some(other => (other.type ?? 'file') !== 'file' || puts.indexOf(other) > puts.indexOf(put))) return null
      const found = written.get(target) ?? below.get(target)
      node.inode = found?.inode ?? null
      node.original = found?.original ?? null
    }
    written.set(path, node)
    node.inode?.names.push({path, node})
  }

  const changes = new Map<string, string>()
  for (const [path, node] of state) {
    if (node.layer !== layer) continue
    const before = below.get(path)
    ;[node.change, node.reasons] = before ? compared(before, node) : ['added', []]
    if (node.change !== '') changes.set(path, node.change)
  }
  for (const path of below.keys()) if (!state.has(path)) changes.set(path, 'removed')
  const stored = own
    .filter(put => (put.type ?? 'file') === 'file')
    .map(put => [clean(put.path), (put.content ?? '').length] as const)
  const size = puts.reduce((sum, put) => sum + ((put.type ?? 'file') === 'file' ? (put.content ?? '').length : 0), 0)
  const links = [...nodes.values()].filter(({put}) => put.type === 'hardlink')
  return {state, changes, stored, size, inodes, links}
}

/** What kind a node is, a link being what it leads to. */
function kindOf(node: Node): string {
  return (node.original ?? node.put).type ?? 'file'
}

function compared(before: Node, after: Node): [string, string[]] {
  if (kindOf(before) !== kindOf(after)) return ['modified', ['type']]
  if (after.entry === null) return ['', []]
  if (before.entry === null) return ['metadata', []]
  const [a, b] = [before.put, after.put]
  const kind = kindOf(after)
  const ordinary = kind === 'directory' ? 0o755 : 0o644
  const reasons: string[] = []
  const differ = (reason: string, test: boolean) => void (test && reasons.push(reason))
  differ('content', kind === 'file' && before.inode!.content !== after.inode!.content)
  differ('mode', kind !== 'symlink' && (a.mode ?? ordinary) !== (b.mode ?? ordinary))
  differ('owner', (a.uid ?? 0) !== (b.uid ?? 0) || (a.gid ?? 0) !== (b.gid ?? 0))
  differ('mtime', !sameTime(a.mtime ?? '0', b.mtime ?? '0'))
  const leads = kind === 'symlink' || kind === 'hardlink'
  differ('linkTarget', leads && (before.original ?? a).link !== (after.original ?? b).link)
  if (reasons.some(reason => ['content', 'linkTarget'].includes(reason))) return ['modified', reasons]
  return [reasons.length === 0 ? 'rewritten' : 'metadata', reasons]
}

function sameTime(a: string, b: string): boolean {
  const digits = (text: string) => text.split('.')[1]?.length ?? 0
  const coarser = Math.min(digits(a), digits(b))
  const cut = (text: string) => `${text.split('.')[0]}.${(text.split('.')[1] ?? '').slice(0, coarser)}`
  return cut(a) === cut(b)
}

/** The first name of these bytes that a state still has. */
export function firstName(state: State, inode: Inode): string | null {
  return inode.names.find(({path, node}) => state.get(path) === node)?.path ?? null
}
