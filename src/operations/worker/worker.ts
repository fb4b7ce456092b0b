import {parentPort} from 'node:worker_threads'
import {figuresOf} from '../../image/analysis/figures.ts'
import {buildUnion} from '../../image/filesystem/build-union.ts'
import {LayerIndex} from '../../image/layer/layer-index.ts'
import {cancelled, toFailure} from '../../image/oci/error.ts'
import {LayerCache} from '../cache/layer-cache.ts'
import {UnionCache} from '../cache/union-cache.ts'
import {compareContents} from './compare-task.ts'
import type {LayerData, RecallResult, RecallTask, Reply, Request, UnionResult, UnionTask} from './protocol.ts'
import {type Afterwards, type Report, resultOf, scan, verify} from './scan-task.ts'

/**
 * The thread that scans, unites and compares, so that the screen never waits. It holds nothing between tasks. A task that
 * reads synchronously can't hear a message, so cancelling goes through one shared word.
 */
const port = parentPort
if (port === null) throw new Error('this file is the entry of a worker thread')

let last: Promise<void> = Promise.resolve()
port.on('message', (request: Request | 'close') => {
  if (request === 'close') void last.then(() => port.close())
  else last = answer(request)
})

/** Progress is told this often, milliseconds. */
const EVERY = 50

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
    } else if (task.type === 'verify') {
      const done = await verify(task, report)
      afterwards = done.afterwards
      send({id, type: 'done', result: done.result})
    } else if (task.type === 'union') send({id, type: 'done', result: unite(task)})
    else if (task.type === 'compare') send({id, type: 'done', result: compareContents(task, report)})
    else {
      new UnionCache(task.cacheFolder).write(task.diffIds, task.union, task.figures)
      send({id, type: 'done', result: null})
    }
  } catch (error) {
    send({id, type: 'failed', failure: toFailure(error), stack: error instanceof Error ? (error.stack ?? null) : null})
  }
  afterwards?.()
}

function recall({layers, cacheFolder}: RecallTask): RecallResult {
  const cache = new LayerCache(cacheFolder)
  const found = layers.map(layer => {
    const cached = layer && cache.read(layer.region, layer.diffId)
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

/** The union of these layers as the cache has it: only where each has a diffID that somebody hashed it to. */
function kept(data: readonly (LayerData | null)[], cacheFolder: string): UnionResult | null {
  const diffIds = data.map(layer => layer?.facts.diffId ?? null)
  if (!diffIds.every(diffId => diffId !== null)) return null
  const found = new UnionCache(cacheFolder).read(diffIds)
  return found && {...found, uncompared: new Int32Array(0), cached: true}
}

function unite({layers: data, cacheFolder}: UnionTask): UnionResult {
  const found = cacheFolder === null ? null : kept(data, cacheFolder)
  if (found !== null) return found
  const layers = data.map(layer => layer && new LayerIndex(layer.columns, layer.facts))
  const {union, uncompared} = buildUnion(layers)
  return {columns: union.columns, figures: figuresOf(union), uncompared, cached: false}
}
