import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {CHANGE_NAMES, type Union} from '../../../src/image/filesystem/union.ts'
import {randomOf} from '../../chance.ts'
import {type Applied, apply, firstName, type Inode, type State} from './naive-image.ts'
import {isCovered, randomStack, type Stack, settle} from './random-stack.ts'
import {built} from './stack.ts'

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
      oddPaths: expect.anything(),
      loopingLinks: expect.anything(),
      oddLinks: next && hasMissing(stack, layer) ? expect.anything() : oddLinksByModel(next),
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

/** What a link leads to may be in a layer that was not read. */
const hasMissing = (stack: Stack, layer: number) => stack.slice(0, layer).includes(null)

function oddLinksByModel(next: Applied | null): unknown {
  const lost = next?.links.filter(node => node.original === null) ?? []
  return {count: lost.length, told: lost.length === 0 ? [] : expect.anything()}
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
