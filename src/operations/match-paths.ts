import type {MatchColumns} from '../image/filesystem/filter/path-matches.ts'
import {pathTreeOf} from '../image/filesystem/filter/path-tree.ts'
import type {PathPattern} from '../image/filesystem/filter/pattern.ts'
import type {Union} from '../image/filesystem/union.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import {t} from '../text/translate.ts'
import type {WorkerPool} from './worker/pool.ts'
import type {MatchResult, MatchTask} from './worker/union-protocol.ts'

/** A thread that tells nothing for so long is stuck in a single name, milliseconds. */
const PATIENCE = 2000
/**
 * Asked once nobody waits: code that never ran answers the first letter five times slower than the next ones. A name, folders in
 * folders, and both with wildcards, by code of their own each.
 */
const REHEARSED: readonly PathPattern[] = [
  {kind: 'substring', text: 'e'},
  {kind: 'glob', text: '*e*'},
  {kind: 'substring', text: 'e/e/'},
  {kind: 'glob', text: '**/e?/*[e]'},
]
/** So long may a question that nobody wants any more hold up the next one, milliseconds. */
const GRACE = 100

/**
 * Asks which paths match, in a thread apart: what is typed never waits behind layers that are read. An expression can
 * backtrack for longer than anybody lives; its thread is then ended, and the next question gets another one.
 */
export class PathMatcher {
  private readonly pool: WorkerPool
  private lane: WorkerPool | null = null
  /** by what numbers a tree's nodes: unions of the same columns are one tree */
  private readonly treeIds = new WeakMap<Int32Array, number>()
  private nextTreeId = 0
  /** settles when the question of before is answered or given up */
  private last: Promise<unknown> = Promise.resolve()
  private prepared: Int32Array | null = null
  private isAsked = false

  /** `pool`: whose kind of thread it is, and with which it ends. */
  constructor(pool: WorkerPool) {
    this.pool = pool
  }

  /** Starts the thread, and lets it get ready for a union, before it is asked. Again for the same tree does nothing. */
  prepare(union: Union): void {
    const {nodeParent} = union.columns
    if (this.prepared === nodeParent) return
    this.prepared = nodeParent
    // A question tells what is wrong.
    this.inTurn(() => this.ask(union, null, new AbortController().signal)).catch(() => {})
    for (const pattern of REHEARSED) {
      this.inTurn(async () => {
        if (!this.isAsked) await this.ask(union, pattern, new AbortController().signal)
      }).catch(() => {})
    }
  }

  /**
   * The matches of a pattern in a union, the questions one after the other. Rejects with `cancelled` where the signal says so,
   * and with `limit-exceeded` where an expression gets stuck.
   */
  match(union: Union, pattern: PathPattern, signal: AbortSignal): Promise<MatchColumns> {
    this.isAsked = true
    return this.inTurn(async () => {
      throwIfCancelled(signal)
      const found = await this.ask(union, pattern, signal)
      if (found === null) throw new Error('a pattern was not answered')
      return found
    })
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work)
    this.last = done.catch(() => {})
    return done
  }

  private async ask(union: Union, pattern: PathPattern | null, signal: AbortSignal): Promise<MatchResult> {
    const lane = this.thread()
    const giveUp = () => {
      this.lane = null
      void lane.close()
    }
    let timer = setTimeout(giveUp, PATIENCE)
    const within = (milliseconds: number) => {
      clearTimeout(timer)
      timer = setTimeout(giveUp, milliseconds)
    }
    const abort = () => within(GRACE)
    signal.addEventListener('abort', abort, {once: true})
    try {
      const progress = () => {
        if (!signal.aborted) within(PATIENCE)
      }
      return await lane.run({type: 'match', ...this.treeOf(union), pattern}, {signal, progress})
    } catch (error) {
      throwIfCancelled(signal)
      if (this.lane === lane) throw error
      throw new LensError('limit-exceeded', t`This expression takes too long: it was stopped.`, {cause: error})
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }

  private treeOf(union: Union): Pick<MatchTask, 'tree' | 'treeId'> {
    const {nodeParent} = union.columns
    const treeId = this.treeIds.get(nodeParent) ?? this.nextTreeId++
    this.treeIds.set(nodeParent, treeId)
    return {tree: pathTreeOf(union), treeId}
  }

  private thread(): WorkerPool {
    this.lane ??= this.pool.apart()
    return this.lane
  }
}
