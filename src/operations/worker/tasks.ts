import {UnionCache} from '../cache/union-cache.ts'
import {compareContents} from './compare-task.ts'
import {match} from './match-task.ts'
import type {TaskOf, TaskType, TaskTypes} from './protocol.ts'
import {recall} from './recall-task.ts'
import {type Afterwards, type Report, scan, scanTable, verify} from './scan-task.ts'
import {threadCache} from './thread-cache.ts'
import {unite} from './union-task.ts'

/** What a task came to, and what is to be written once that is told. */
export interface Performed<K extends TaskType> {
  readonly result: TaskTypes[K]['result']
  readonly afterwards?: Afterwards
}

type Handler<K extends TaskType> = (task: TaskOf<K>, report: Report) => Performed<K> | Promise<Performed<K>>

/**
 * How each kind of task is done. What few of them need is loaded when somebody asks: every start would pay for it.
 */
const HANDLERS: {readonly [K in TaskType]: Handler<K>} = {
  recall: task => ({result: recall(task)}),
  scan,
  table: scanTable,
  verify,
  union: task => ({result: unite(task)}),
  compare: async (task, report) => ({result: await compareContents(task, report)}),
  match: (task, report) => ({result: match(task, report)}),
  async diff({before, after}) {
    const {lineDiff} = await import('../../text/line-diff.ts')
    return {result: lineDiff(before, after)}
  },
  async wanted(task) {
    const {wanted} = await import('./analysis-task.ts')
    return {result: wanted(task)}
  },
  async analyse(task) {
    const {analysed} = await import('./analysis-task.ts')
    return {result: analysed(task)}
  },
  async duplicates(task, report) {
    const {findDuplicates} = await import('./duplicates-task.ts')
    return {result: findDuplicates(task, report)}
  },
  async twins(task, report) {
    const {findTwins} = await import('./twins-task.ts')
    return {result: findTwins(task, report)}
  },
  async 'compare-trees'(task) {
    const {treesCompared} = await import('./trees-task.ts')
    return {result: treesCompared(task)}
  },
  async 'settle-trees'(task, report) {
    const {treesSettled} = await import('./trees-task.ts')
    return {result: await treesSettled(task, report)}
  },
  'keep-layer'({cacheFolder, layer}) {
    threadCache(cacheFolder).writeVerified(null, layer.columns, layer.facts)
    return {result: null}
  },
  keep({cacheFolder, diffIds, union, figures}) {
    new UnionCache(cacheFolder).write(diffIds, union, figures)
    return {result: null}
  },
}

/** Does a task of a kind. Throws what that throws, and what `report` throws. */
export function perform<K extends TaskType>(
  type: K,
  task: TaskOf<K>,
  report: Report,
): Performed<K> | Promise<Performed<K>> {
  return HANDLERS[type](task, report)
}
