import {t} from '../../../text/translate.ts'
import {type HashedSources, hashedSources} from '../../oci/hashed-sources.ts'
import type {Instruction} from '../../oci/instruction.ts'
import {lineOf} from '../dockerfile.ts'

/** What a COPY or ADD says of where its files come from and where they go. Hostile. */
export interface Copying {
  readonly verb: 'COPY' | 'ADD'
  /** without --chown and --chmod; BuildKit leaves them, and --from, out of the history */
  readonly flags: readonly string[]
  /** none where the classic builder wrote what they hashed to in their place */
  readonly sources: readonly string[]
  readonly hashed: HashedSources['kind'] | null
  readonly to: string
  /** the build context, another stage or image, an address, an archive that is unpacked */
  readonly from: 'context' | 'stage' | 'address' | 'archive'
}

/** what ADD unpacks */
const UNPACKED = /\.(?:tar|tar\.(?:gz|bz2|xz)|tgz|tbz2|txz)$/
const ADDRESS = /^(?:https?:\/\/|git@|git:\/\/)/
const OWN_FLAGS = /^--ch(?:own|mod)=/

/** Reads the text of a COPY or ADD; null for any other instruction, and for one that names no target. */
export function copyingOf(instruction: Pick<Instruction, 'verb' | 'text'> | null): Copying | null {
  if (instruction === null || (instruction.verb !== 'COPY' && instruction.verb !== 'ADD')) return null
  const {verb} = instruction
  const text = lineOf({verb: null, text: instruction.text})
  const hash = hashedSources(text)
  if (hash !== null) {
    const {kind: hashed, to} = hash
    // A base image begins so: ADD of an archive with the whole file system.
    const from = verb === 'ADD' && hashed === 'file' && to.endsWith('/') ? 'archive' : 'context'
    return {verb, flags: hash.flags.filter(flag => !OWN_FLAGS.test(flag)), sources: [], hashed, to, from}
  }
  const words = text.split(/\s+/).filter(word => word !== '')
  let first = 0
  while (words[first]?.startsWith('--')) first++
  const to = words.at(-1)
  if (to === undefined || words.length - first < 2) return null
  const sources = words.slice(first, -1)
  const flags = words.slice(0, first).filter(flag => !OWN_FLAGS.test(flag))
  return {verb, flags, sources, hashed: null, to, from: originOf(verb, flags, sources)}
}

function originOf(verb: 'COPY' | 'ADD', flags: readonly string[], sources: readonly string[]): Copying['from'] {
  // Paths of the build context are written without a slash; BuildKit does not say --from.
  if (verb === 'COPY' && (flags.some(flag => flag.startsWith('--from=')) || sources.every(s => s.startsWith('/'))))
    return 'stage'
  if (verb === 'ADD' && sources.some(source => ADDRESS.test(source))) return 'address'
  return verb === 'ADD' && sources.some(source => UNPACKED.test(source)) ? 'archive' : 'context'
}

/** Whether ADD would unpack a file of this name. */
export function isUnpacked(path: string): boolean {
  return UNPACKED.test(path)
}

/** The line, with other flags before its own; sources that are not known are …. */
export function copyLine(copying: Copying, flags: readonly string[] = [], verb: string = copying.verb): string {
  const sources = copying.hashed === null ? copying.sources : ['…']
  return [verb, ...copying.flags, ...flags, ...sources, copying.to].join(' ')
}

/** What has to be said of a line with …; nothing where all of it is known. */
export function unknownSource({hashed}: Copying): readonly string[] {
  return hashed === null ? [] : [t`… is what it copies: the history does not tell`]
}

/** A path without the slashes around it; '' for `.`. */
export const trimmed = (path: string): string => path.replace(/^(?:\.?\/)+|\/+$/g, '').replace(/^\.$/, '')
const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** The source that names this path of the image alone, as a file: leaving it out of the context would break the COPY. */
export function namedSource({sources, to, hashed}: Copying, path: string): string | null {
  if (hashed !== null) return null
  const target = trimmed(to)
  const found = sources.find(source => {
    const name = baseName(trimmed(source))
    if (name === '' || /[*?[]/.test(name)) return false
    if (path === target) return sources.length === 1
    if (to.startsWith('/')) return path === (target === '' ? name : `${target}/${name}`)
    return path === name || path.endsWith(`/${name}`)
  })
  return found ?? null
}

/** Whether the image's path is the target of the COPY, or lies above it: all of the COPY is concerned. */
export function coversTarget({to}: Copying, path: string): boolean {
  if (!to.startsWith('/')) return false
  const target = trimmed(to)
  return target === path || target.startsWith(`${path}/`)
}

/**
 * Where a path of the image lay in what was copied, without a leading slash; null where that cannot be known: several sources,
 * a target below a working folder.
 */
export function sourcePath({sources, to, hashed}: Copying, path: string): string | null {
  if (hashed !== null || sources.length !== 1 || !to.startsWith('/') || /[*?[]/.test(sources[0]!)) return null
  const [source, target] = [trimmed(sources[0]!), trimmed(to)]
  if (path === target) return source
  if (target !== '' && !path.startsWith(`${target}/`)) return null
  const rest = target === '' ? path : path.slice(target.length + 1)
  return source === '' ? rest : `${source}/${rest}`
}

/**
 * A path of the image as `.dockerignore` names it: exactly, where that is known; else by its last name, with the hidden folder
 * that gives it its meaning. Of a history of version control all of it: without a part of it the rest is of no use.
 */
export function inContext(copying: Copying, path: string): string {
  const known = sourcePath(copying, path)
  if (known !== null) {
    const named = escaped(historyOf(known))
    return /^[#!]/.test(named) ? `\\${named}` : named
  }
  const folders = historyOf(path).split('/')
  const name = folders.pop() ?? path
  const parent = folders.pop() ?? ''
  return `**/${escaped(parent.startsWith('.') ? `${parent}/${name}` : name)}`
}

/** The folder of a history that a path lies in, else the path. */
function historyOf(path: string): string {
  return path.replace(/^((?:.*?\/)?\.(?:git|hg|svn|bzr))\/.*$/s, '$1')
}

/** `.dockerignore` takes names as Go's filepath.Match does. */
function escaped(name: string): string {
  return name.replace(/[\\*?[\]]/g, '\\$&')
}
