import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {replacedBy, settleContent} from '../../../src/image/filesystem/settle.ts'
import {CHANGE_NAMES, type Union} from '../../../src/image/filesystem/union.ts'
import {type Applied, apply, firstName, type Inode, type State} from './naive-image.ts'
import {built, type Put} from './stack.ts'

/** mulberry32: small, and the same everywhere. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof randomOf>
type Stack = (readonly Put[] | null)[]

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
    const files = [...below].filter(([, node]) => node.inode !== null).map(([file]) => file)
    const link = pick(random, [...links, ...files, 'no/where'])
    if (link !== path) return {path, type: 'hardlink', link, ...attributes}
  }
  return {path, content: pick(random, ['', '1', '2', '22', '333', '333', '444']), ...attributes}
}

/** A stack of layers that the definitions cover, drawn again where they do not. */
function randomStack(random: Random): {stack: Stack; applied: (Applied | null)[]} {
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
function isCovered(puts: readonly Put[]): boolean {
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

/** Everything that a union answers, as plain data. */
function toldByUnion(union: Union): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  for (let layer = 0; layer < union.layerCount; layer++) {
    for (let node = 0; node < union.columns.nodeCount; node++) {
      const version = node === 0 ? -1 : union.versionAt(node, layer)
      const change = node === 0 ? 0 : union.changeIn(node, layer)
      const at = version < 0 ? null : union.entryOf(version)
      const reasons = [1, 2, 3, 4].includes(change) ? union.reasons(union.versionIn(node, layer)) : []
      const row = {
        from: version < 0 ? null : `${union.columns.versionLayer[version]}:${at?.entry ?? 'implied'}`,
        change: CHANGE_NAMES[change] ?? '',
        reasons: reasons.join(),
        bytesBelow: union.bytesBelow(node, layer),
        pathsBelow: union.pathsBelow(node, layer),
        changesBelow: union.changesBelow(node, layer),
        storedBelow: union.storedBelow(node, layer),
      }
      if (Object.values(row).some(value => value !== null && value !== '' && value !== 0)) {
        told[`${layer} ${union.path(node)}`] = row
      }
    }
  }
  return {...told, figures: figuresOf(union)}
}

/** The same, counted naively. */
function toldByModel(stack: Stack, applied: readonly (Applied | null)[]): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  const states: State[] = []
  for (const next of applied) states.push(next?.state ?? states.at(-1) ?? new Map())
  const inodesSoFar = (layer: number) => applied.slice(0, layer + 1).flatMap(next => next?.inodes ?? [])
  const everyPath = new Set(['', ...states.flatMap(state => [...state.keys()])])
  for (const next of applied) for (const [path] of next?.stored ?? []) for (const f of foldersOf(path)) everyPath.add(f)
  for (const [layer, state] of states.entries()) {
    const changes = applied[layer]?.changes ?? new Map<string, string>()
    const bearers = inodesSoFar(layer).flatMap(inode => {
      const name = firstName(state, inode)
      return name === null ? [] : [[name, inode.content.length] as const]
    })
    for (const path of everyPath) {
      const below = (other: string) => path === '' || other.startsWith(`${path}/`)
      const sum = (list: readonly (readonly [string, number])[]) =>
        list.reduce((total, [other, bytes]) => total + (below(other) ? bytes : 0), 0)
      const node = state.get(path)
      const row = {
        from: node ? `${node.layer}:${node.entry ?? 'implied'}` : null,
        change: changes.get(path) ?? '',
        reasons: node?.layer === layer && node.change !== '' ? node.reasons.join() : '',
        bytesBelow: sum(bearers),
        pathsBelow: [...state.keys()].filter(below).length,
        changesBelow: [...changes.keys()].filter(below).length,
        storedBelow: sum(applied[layer]?.stored ?? []),
      }
      if (Object.values(row).some(value => value !== null && value !== '' && value !== 0))
        told[`${layer} ${path}`] = row
    }
  }
  return {...told, figures: figuresByModel(stack, applied, states)}
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

function figuresByModel(stack: Stack, applied: readonly (Applied | null)[], states: readonly State[]): unknown {
  const last: State = states.at(-1) ?? new Map()
  const bytes = (inodes: readonly Inode[]) => inodes.reduce((sum, inode) => sum + inode.content.length, 0)
  const reached = (inodes: readonly Inode[]) => bytes(inodes.filter(inode => firstName(last, inode) !== null))
  const layers = applied.map((next, layer) => {
    const count = (change: string) => {
      const paths = [...(next?.changes ?? [])].filter(([, told]) => told === change).map(([path]) => path)
      if (change !== 'removed') {
        const files = paths.map(path => states[layer]!.get(path)!).filter(node => (node.put.type ?? 'file') === 'file')
        return {paths: paths.length, files: files.length, bytes: bytes(files.map(node => node.inode!))}
      }
      const nodes = paths.map(path => states[layer - 1]!.get(path)!)
      const gone = new Set(
        nodes.map(node => node.inode).filter(inode => inode && firstName(states[layer]!, inode) === null),
      )
      const files = nodes.filter(node => (node.put.type ?? 'file') === 'file')
      return {paths: paths.length, files: files.length, bytes: bytes([...gone] as Inode[])}
    }
    const names = ['added', 'modified', 'metadata', 'rewritten', 'removed']
    const counts = names.map(name => [name, count(name)] as const)
    return {
      changes: Object.fromEntries(counts.map(([name, c]) => [name, {files: c.files, bytes: c.bytes}])),
      paths: Object.fromEntries(counts.map(([name, c]) => [name, c.paths])),
      wastedSize: (next?.size ?? 0) - reached(next?.inodes ?? []),
    }
  })
  const size = applied.reduce((sum, next) => sum + (next?.size ?? 0), 0)
  const visibleSize = reached(applied.flatMap(next => next?.inodes ?? []))
  return {
    layers,
    size,
    visibleSize,
    wastedSize: size - visibleSize,
    efficiency: size === 0 ? 1 : visibleSize / size,
    entries: stack.reduce((sum, layer) => sum + (layer?.length ?? 0), 0),
    paths: last.size,
    files: [...last.values()].filter(node => ['file', 'hardlink'].includes(node.put.type ?? 'file')).length,
  }
}

/** Writes into a hopped union what reading the contents would have told. */
function settle(union: Union, versions: Int32Array, stack: Stack): void {
  const contentOf = (version: number) => {
    const origin = union.columns.versionOrigin[version]!
    const put = stack[union.columns.versionLayer[origin]!]![union.columns.versionEntry[origin]!]!
    return put.content ?? ''
  }
  for (const version of versions) {
    settleContent(union, version, contentOf(version) === contentOf(replacedBy(union, version)))
  }
}

/** Takes away layers and members as long as the test still fails. */
async function shrunk(stack: Stack): Promise<Stack> {
  const fails = async (candidate: Stack) => {
    const applied = appliedTo(candidate)
    return applied !== null && (await differs(candidate, applied))
  }
  for (let smaller: Stack | undefined = stack; smaller !== undefined; ) {
    stack = smaller
    smaller = undefined
    for (const candidate of smallerThan(stack)) {
      if (!(await fails(candidate))) continue
      smaller = candidate
      break
    }
  }
  return stack
}

function* smallerThan(stack: Stack): Generator<Stack> {
  for (const i of stack.keys()) yield stack.filter((_, k) => k !== i)
  for (const [i, layer] of stack.entries()) {
    for (const j of (layer ?? []).keys())
      yield stack.with(
        i,
        layer!.filter((_, k) => k !== j),
      )
  }
}

function appliedTo(stack: Stack): (Applied | null)[] | null {
  const applied: (Applied | null)[] = []
  let state: State = new Map()
  for (const [i, puts] of stack.entries()) {
    const next = puts && (isCovered(puts) ? apply(state, puts, i) : null)
    if (puts !== null && next === null) return null
    applied.push(next)
    state = next?.state ?? state
  }
  return applied
}

async function differs(stack: Stack, applied: readonly (Applied | null)[]): Promise<boolean> {
  try {
    await compare(stack, applied)
    return false
  } catch {
    return true
  }
}

async function compare(stack: Stack, applied: readonly (Applied | null)[]): Promise<void> {
  const expected = toldByModel(stack, applied)
  for (const by of ['stream', 'hop'] as const) {
    const {union, uncompared} = await built(stack, by)
    settle(union, uncompared, stack)
    expect(toldByUnion(union)).toEqual(expected)
  }
}

const SEED = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000_000)
const STACKS = Number(process.env.LAYERLENS_TEST_STACKS ?? 600)

describe('random stacks of layers', () => {
  it(`tell the same as the naive image (LAYERLENS_TEST_SEED=${SEED})`, async () => {
    for (let i = 0; i < STACKS; i++) {
      const {stack, applied} = randomStack(randomOf(SEED + i))
      if (!(await differs(stack, applied))) continue
      const small = await shrunk(stack)
      console.error(`LAYERLENS_TEST_SEED=${SEED + i} gives, made smaller:\n${JSON.stringify(small, null, 1)}`)
      await compare(small, appliedTo(small)!)
    }
  })
})
