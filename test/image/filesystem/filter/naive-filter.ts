import type {Union} from '../../../../src/image/filesystem/union.ts'

/** What a pattern means, written down path by path, slow and plain. Paths as they are shown: `/usr/lib/`, `/etc/passwd`. */

export interface ShownPath {
  readonly node: number
  readonly path: string
  readonly isFolder: boolean
}

export function shownPathsOf(union: Union): ShownPath[] {
  return Array.from({length: union.columns.nodeCount - 1}, (_, i) => {
    const node = i + 1
    const isFolder = union.children(node).length > 0 || union.versionsOf(node).some(v => union.isDirectory(v))
    return {node, path: `/${union.path(node)}`, isFolder}
  })
}

/** A part of the path as it is shown that ends in its last name; a slash at the start is the root's. */
export function isSubstring(text: string, {path, isFolder}: ShownPath): boolean {
  const wanted = text.replaceAll(/\/+/g, '/')
  const fold = (each: string) => (/\p{Lu}/u.test(text) ? each : each.toLowerCase())
  const [whole, part] = [fold(isFolder ? `${path}/` : path), fold(wanted)]
  const lastName = path.lastIndexOf('/') + 1
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    if (part.startsWith('/') && at > 0) continue
    const end = at + part.length
    if (part.endsWith('/') ? end === path.length + 1 : end > lastName && end <= path.length) return true
  }
  return false
}

/** Wildcards as an expression over the whole path. */
export function isGlob(text: string, {path, isFolder}: ShownPath): boolean {
  if (text.endsWith('/') && !isFolder) return false
  const parts = text.split('/').filter(part => part !== '')
  const source = parts.map((part, i) => {
    if (part !== '**') return `/${part.replaceAll(/\*+|\?|\[!|[.+^$(){}|]/g, wildcard)}`
    return i === parts.length - 1 ? '(?:/[^/]+)+' : '(?:/[^/]+)*'
  })
  const flags = /\p{Lu}/u.test(text) ? 'u' : 'iu'
  return new RegExp(`^${text.startsWith('/') ? '' : '(?:/[^/]+)*'}${source.join('')}$`, flags).test(path)
}

function wildcard(found: string): string {
  if (found.startsWith('*')) return '[^/]*'
  if (found === '?') return '[^/]'
  return found === '[!' ? '[^' : `\\${found}`
}

/** A match that reaches into the last name; without a slash in it, in the last name alone. */
export function isExpression(text: string, {path}: ShownPath): boolean {
  const lastName = path.lastIndexOf('/') + 1
  const flags = /\p{Lu}/u.test(text.replaceAll(/\\./g, '')) ? 'gu' : 'giu'
  if (!text.includes('/')) return new RegExp(text, flags).test(path.slice(lastName))
  return [...path.matchAll(new RegExp(text, flags))].some(match => {
    const end = match.index + match[0].length
    return end > lastName || (match[0] === '' && end === lastName)
  })
}
