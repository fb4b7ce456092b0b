import {replacedBy, settleContent} from '../../../src/image/filesystem/settle.ts'
import type {Union} from '../../../src/image/filesystem/union.ts'
import type {Random} from '../../chance.ts'
import {type Applied, apply, type State} from './naive-image.ts'
import type {Put} from './stack.ts'

export type Stack = (readonly Put[] | null)[]

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)]!
const NAMES = ['a', 'b', 'c', 'd']
const TIMES = ['0', '0', '7', '7.5', '7.25', '7.123456789']

function randomPath(random: Random): string {
  return Array.from({length: 1 + random(3)}, () => pick(random, NAMES)).join('/')
}

function randomPut(random: Random, below: State, own: readonly Put[]): Put {
  const path = randomPath(random)
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
  const kind = random(20)
  if (kind < 3) return {path: `${folder}.wh.${pick(random, NAMES)}`, content: random(4) === 0 ? 'odd' : ''}
  if (kind < 4) return {path: `${folder}.wh..wh..opq`}
  const attributes = {
    mtime: pick(random, TIMES),
    ...(random(4) === 0 ? {mode: 0o600} : {}),
    ...(random(4) === 0 ? {uid: 5} : {}),
  }
  if (kind < 7) return {path: `${path}/`, type: 'directory', ...attributes}
  if (kind < 9)
    return {path, type: 'symlink', link: pick(random, ['a', '../b', '/c', '/a/b', 'd', './x/../c', '/']), ...attributes}
  if (kind < 12) {
    const links = own.filter(put => (put.type ?? 'file') === 'file' && !put.path.includes('.wh.')).map(put => put.path)
    const others = [...below].filter(([, node]) => node.original !== null).map(([other]) => other)
    const link = pick(random, [...links, ...others, 'no/where'])
    if (link !== path) return {path, type: 'hardlink', link, ...attributes}
  }
  return {path, content: pick(random, ['', '1', '2', '22', '333', '333', '444']), ...attributes}
}

/** A stack of layers that the definitions cover, drawn again where they do not. */
export function randomStack(random: Random): {stack: Stack; applied: (Applied | null)[]} {
  const stack: Stack = []
  const applied: (Applied | null)[] = []
  let state: State = new Map()
  const layers = 1 + random(5)
  while (stack.length < layers) {
    if (random(15) === 0) {
      stack.push(null)
      applied.push(null)
      continue
    }
    const puts: Put[] = []
    for (let left = random(10); left > 0; left--) puts.push(randomPut(random, state, puts))
    const next = isCovered(puts) ? apply(state, puts, stack.length) : null
    if (next === null) continue
    stack.push(puts)
    applied.push(next)
    state = next.state
  }
  return {stack, applied}
}

/** Links in a tar to what the same tar has several times, or through its own symlinks, are another test's matter. */
export function isCovered(puts: readonly Put[]): boolean {
  const counts = new Map<string, Put[]>()
  for (const put of puts) {
    const path = put.path.replace(/\/$/, '')
    counts.set(path, [...(counts.get(path) ?? []), put])
  }
  return puts.every(put => {
    const same = counts.get(put.path.replace(/\/$/, ''))!
    if (same.length > 1 && same.some(other => (other.type ?? 'file') !== 'file')) return false
    if (put.type !== 'hardlink') return true
    const targets = counts.get(put.link!) ?? []
    return targets.every(target => (target.type ?? 'file') === 'file' && puts.indexOf(target) < puts.indexOf(put))
  })
}

/** Writes into a hopped union what reading the contents would have told. */
export function settle(union: Union, versions: Int32Array, stack: Stack): void {
  const contentOf = (version: number) => {
    const origin = union.columns.versionOrigin[version]!
    const put = stack[union.columns.versionLayer[origin]!]![union.columns.versionEntry[origin]!]!
    return put.content ?? ''
  }
  for (const version of versions) {
    settleContent(union, version, contentOf(version) === contentOf(replacedBy(union, version)))
  }
}
