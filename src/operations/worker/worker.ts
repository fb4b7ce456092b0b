import {parentPort} from 'node:worker_threads'
import {figuresOf} from '../../image/analysis/figures.ts'
import {buildUnion} from '../../image/filesystem/build-union.ts'
import {type DistinctNames, distinctNames} from '../../image/filesystem/filter/distinct-names.ts'
import {matchPaths} from '../../image/filesystem/filter/match-paths.ts'
import {Union} from '../../image/filesystem/union.ts'
import {LayerIndex} from '../../image/layer/layer-index.ts'
import {cancelled, toFailure} from '../../image/oci/error.ts'
import type {CachedLayer, LayerCache} from '../cache/layer-cache.ts'
import {UnionCache} from '../cache/union-cache.ts'
import {compareContents} from './compare-task.ts'
import type {
  AnalyseResult,
  AnalyseTask,
  LayerData,
  MatchResult,
  MatchTask,
  RecalledLayer,
  RecallResult,
  RecallTask,
  Reply,
  Request,
  UnionResult,
  UnionTask,
  WantedTask,
} from './protocol.ts'
import {type Afterwards, type Report, resultOf, scan, scanTable, verify} from './scan-task.ts'
import {threadCache} from './thread-cache.ts'

/**
 * The thread that scans, unites, compares and matches, so that the screen never waits. It holds nothing between tasks but the
 * names of the tree that is filtered, and what the cache is still to be told. A task that reads synchronously can't hear a
 * message, so cancelling goes through one shared word.
 */
const port = parentPort
if (port === null) throw new Error('this file is the entry of a worker thread')

/** Progress is told this often, milliseconds. */
const EVERY = 50
/** A thread that was asked nothing for so long has time for what could wait, milliseconds. */
const IDLE = 40

let last: Promise<void> = Promise.resolve()
const waiting: (() => void)[] = []
let idle: NodeJS.Timeout | undefined

port.on('message', (request: Request | 'close') => {
  clearTimeout(idle)
  if (request === 'close') {
    void last.then(() => {
      writeWaiting()
      port.close()
    })
  } else last = answer(request)
})

/** Syncing a file takes the disk as long as hopping through a layer takes us: while layers wait, the cache does. */
function writeWaiting(): void {
  for (const write of waiting.splice(0)) write()
}

/** One by one: a question that comes meanwhile goes first. */
function writeWhenIdle(after: number): void {
  if (waiting.length === 0) return
  idle = setTimeout(() => {
    waiting.shift()?.()
    writeWhenIdle(0)
  }, after)
}

/** The answer goes out before the cache is written; closing waits for both. */
async function answer({id, task, cancelled: stop}: Request): Promise<void> {
  const send = (reply: Reply) => port!.postMessage(reply)
  let told = performance.now()
  const report: Report = (done, total) => {
    if (Atomics.load(stop, 0) !== 0) throw cancelled()
    const now = performance.now()
    if (now - told < EVERY) return
    told = now
    send({id, type: 'progress', done, total})
  }
  let afterwards: Afterwards | undefined
  try {
    if (task.type === 'recall') send({id, type: 'done', result: recall(task)})
    else if (task.type === 'scan') {
      const done = await scan(task, report)
      afterwards = done.afterwards
      send({id, type: 'done', result: done.result})
    } else if (task.type === 'table') {
      const done = await scanTable(task)
      afterwards = done.afterwards
      send({id, type: 'done', result: done.result})
    } else if (task.type === 'verify') {
      // Nobody waits for this, and it takes long.
      writeWaiting()
      const done = await verify(task, report)
      afterwards = done.afterwards
      send({id, type: 'done', result: done.result})
    } else if (task.type === 'union') send({id, type: 'done', result: unite(task)})
    else if (task.type === 'compare') send({id, type: 'done', result: await compareContents(task, report)})
    else if (task.type === 'match') send({id, type: 'done', result: match(task, report)})
    else if (task.type === 'diff') {
      // Loaded when somebody compares: every start would pay for it.
      const {lineDiff} = await import('../../text/line-diff.ts')
      send({id, type: 'done', result: lineDiff(task.before, task.after)})
    } else if (task.type === 'wanted') send({id, type: 'done', result: await wanted(task)})
    else if (task.type === 'duplicates') {
      const {findDuplicates} = await import('./duplicates-task.ts')
      send({id, type: 'done', result: findDuplicates(task, report)})
    } else if (task.type === 'analyse') send({id, type: 'done', result: await analyseImage(task)})
    else if (task.type === 'compare-trees') {
      const {treesCompared} = await import('./trees-task.ts')
      send({id, type: 'done', result: treesCompared(task)})
    } else if (task.type === 'twins') {
      const {findTwins} = await import('./twins-task.ts')
      send({id, type: 'done', result: findTwins(task, report)})
    } else if (task.type === 'settle-trees') {
      const {treesSettled} = await import('./trees-task.ts')
      send({id, type: 'done', result: await treesSettled(task, report)})
    } else if (task.type === 'keep-layer') {
      threadCache(task.cacheFolder).writeVerified(null, task.layer.columns, task.layer.facts)
      send({id, type: 'done', result: null})
    } else {
      new UnionCache(task.cacheFolder).write(task.diffIds, task.union, task.figures)
      send({id, type: 'done', result: null})
    }
  } catch (error) {
    send({id, type: 'failed', failure: toFailure(error), stack: error instanceof Error ? (error.stack ?? null) : null})
  }
  if (afterwards?.canWait) waiting.push(afterwards.write)
  else afterwards?.write()
  writeWhenIdle(IDLE)
}

let filtered: {readonly treeId: number; readonly names: DistinctNames} | null = null

function match({tree, treeId, pattern}: MatchTask, report: Report): MatchResult {
  if (filtered?.treeId !== treeId) filtered = {treeId, names: distinctNames(tree, report)}
  return pattern === null ? null : matchPaths(filtered.names, pattern, report)
}

function recall({layers, cacheFolder}: RecallTask): RecallResult {
  const cache = threadCache(cacheFolder)
  const found = layers.map(layer => {
    const cached = layer && cachedLayer(cache, layer)
    return cached && resultOf(cached, layer)
  })
  return {
    layers: found,
    union: kept(
      found.map(result => result?.layer ?? null),
      cacheFolder,
    ),
  }
}

function cachedLayer(cache: LayerCache, {region, digest, diffId, table}: RecalledLayer): CachedLayer | null {
  if (region !== null || digest === null) return cache.read(region, diffId)
  return cache.readBlob(digest, diffId) ?? (table && cache.readTable({digest, table}))
}

/** The union of these layers as the cache has it: only where each has a diffID that somebody hashed it to. */
function kept(data: readonly (LayerData | null)[], cacheFolder: string): UnionResult | null {
  const diffIds = data.map(layer => layer?.facts.diffId ?? null)
  if (!diffIds.every(diffId => diffId !== null)) return null
  const found = new UnionCache(cacheFolder).read(diffIds)
  return found && {...found, uncompared: new Int32Array(0), cached: true}
}

async function wanted(task: WantedTask): Promise<readonly number[]> {
  const {wantedContents} = await import('../../image/analysis/analyse.ts')
  return wantedContents(unionOf(task), task.facts, task.base)
}

async function analyseImage(task: AnalyseTask): Promise<AnalyseResult> {
  const {analyse} = await import('../../image/analysis/analyse.ts')
  const {wastedFiles} = await import('../../image/analysis/waste/wasted-files.ts')
  const {wasteByPath} = await import('../../image/analysis/waste/waste-by-path.ts')
  const {facts, base, contents, duplicates} = task
  const union = unionOf(task)
  const files = wastedFiles(union)
  const analysis = analyse({union, facts, base, contents, duplicates, files})
  return {analysis, byPath: task.byPath ? wasteByPath(union, files) : null}
}

function unionOf({layers, union}: Pick<WantedTask, 'layers' | 'union'>): Union {
  return new Union(
    union,
    layers.map(data => data && new LayerIndex(data.columns, data.facts)),
  )
}

function unite({layers: data, cacheFolder}: UnionTask): UnionResult {
  const found = cacheFolder === null ? null : kept(data, cacheFolder)
  if (found !== null) return found
  const layers = data.map(layer => layer && new LayerIndex(layer.columns, layer.facts))
  const {union, uncompared} = buildUnion(layers)
  return {columns: union.columns, figures: figuresOf(union), uncompared, cached: false}
}
