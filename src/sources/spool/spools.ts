import {createReadStream, fstatSync, statSync} from 'node:fs'
import {addAbortSignal, type Readable} from 'node:stream'
import {errorCode, LensError} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {fileFailure} from '../disk/file-failure.ts'
import {NAME_OF_STANDARD_INPUT} from '../disk/place-name.ts'
import {type Fill, GrowingSpool, NoRoom} from './growing-spool.ts'
import {type Room, roomInPassing, type Spooled, type SpoolOptions, spool} from './spool.ts'
import {pathOfOpenFile} from './temporary-file.ts'

const CHUNK = 1 << 20
const STANDARD_INPUT = NAME_OF_STANDARD_INPUT.shown

/** An export is longer than the sizes of its files, bytes. */
const RESERVE = 64 * 1024 ** 2

/** Where a stream's bytes are on disk now. */
export type OnDisk = Omit<Spooled, 'close'>

/**
 * The archives that were spooled while this program runs, each once: choosing an image of an archive opens it again, and
 * standard input can't be read twice. They are gone when the program ends, or after `close`.
 */
export class Spools {
  private readonly files = new Map<string, Promise<Spooled>>()
  private readonly streams = new Map<Readable, Promise<Spooled>>()
  private readonly exports = new Map<string, Promise<Spooled>>()
  /** those of the exports that were begun by `growing`, and what takes each out of `exports` */
  private readonly inPassing = new Map<GrowingSpool, () => void>()
  private readonly room: (kept: number) => Room
  private readonly reserve: number

  /**
   * `room`: what may still be kept without anybody having asked for it, where so many bytes are; `reserve`: bytes of it that what
   * is foreseen leaves alone.
   */
  constructor(room: (kept: number) => Room = roomInPassing, reserve = RESERVE) {
    this.room = room
    this.reserve = reserve
  }

  /** Unpacks a compressed file; `shown` names it in sentences. Throws what `spool` throws. */
  async ofFile(path: string, shown: string, context: Context): Promise<OnDisk> {
    const facts = statSync(path, {bigint: true})
    const key = [facts.dev, facts.ino, facts.size, facts.mtimeNs].join(':')
    // Opened when it is read: where there is no place to write to it never is, and nothing would close it.
    async function* chunks(): AsyncIterable<Uint8Array> {
      yield* addAbortSignal(context.signal, createReadStream(path, {highWaterMark: CHUNK}))
    }
    return shared(this.files, key, context, () => spool(chunks(), {shown, total: Number(facts.size), context}))
  }

  /** Keeps what an engine exports; `key` says which engine and image. Throws what `spool` and the export throw. */
  async ofExport(key: string, open: () => AsyncIterable<Uint8Array>, options: SpoolOptions): Promise<OnDisk> {
    return shared(this.exports, key, options.context, () => spool(open(), {...options, isExport: true}))
  }

  /** An export that is kept already, all of it; null where there is none. */
  async exportOf(key: string): Promise<OnDisk | null> {
    const coming = this.exports.get(key)
    return coming === undefined ? null : Promise.race([coming, null])
  }

  /**
   * Begins to keep an export for somebody who reads it while it comes; null where there is no room for it. Once it is whole
   * `ofExport` has it too. Give it back by `drop` unless it is.
   */
  growing(
    key: string,
    fill: Fill,
    {shown, total, context}: {readonly shown: string; readonly total: number; readonly context: Context},
  ): GrowingSpool | null {
    const kept = [...this.inPassing.keys()].reduce((sum, {size}) => sum + size, 0)
    const room = this.room(kept)
    if (total + this.reserve > room.bytes) return null
    const file = begun(() => new GrowingSpool(fill, {shown, total, room, context}))
    if (file === null) return null
    const close = () => void this.drop(file)
    const whole = file.whole.then((): Spooled => ({path: file.path, compression: 'none', close}))
    const forget = () => {
      if (this.exports.get(key) === whole) this.exports.delete(key)
    }
    this.inPassing.set(file, forget)
    this.exports.set(key, whole)
    whole.catch(forget)
    return file
  }

  /** Ends an export that was begun by `growing`, and removes what came of it. */
  async drop(file: GrowingSpool): Promise<void> {
    // Its path may soon be another file's.
    this.inPassing.get(file)?.()
    this.inPassing.delete(file)
    await file.close()
  }

  /** Takes standard input to its end. Throws `usage` for a terminal, `io` where it was read before, what `spool` throws. */
  async ofStream(stdin: Readable, context: Context): Promise<OnDisk> {
    const place = directPath(stdin)
    if (place !== null) return {path: place, compression: 'none'}
    if (!this.streams.has(stdin)) refuseUnreadable(stdin)
    return kept(this.streams, stdin, () =>
      spool(addAbortSignal(context.signal, stdin), {shown: STANDARD_INPUT, context}),
    )
  }

  /** Removes them all. Layers that lie in them can't be read any more. */
  async close(): Promise<void> {
    const all = [...this.files.values(), ...this.streams.values(), ...this.exports.values()]
    this.files.clear()
    this.streams.clear()
    this.exports.clear()
    await Promise.all([...this.inPassing.keys()].map(file => this.drop(file)))
    for (const spooled of await Promise.allSettled(all)) if (spooled.status === 'fulfilled') spooled.value.close()
  }
}

/** One for the whole program: what was read once from standard input is known wherever a reference is opened. */
export const PROGRAM_SPOOLS = new Spools()

/** As `kept`, where several may wait for the same: one who stops does not stop the others. */
async function shared<K>(
  map: Map<K, Promise<Spooled>>,
  key: K,
  context: Context,
  make: () => Promise<Spooled>,
): Promise<OnDisk> {
  try {
    return await kept(map, key, make)
  } catch (thrown) {
    const stoppedByOther = thrown instanceof LensError && thrown.kind === 'cancelled' && !context.signal.aborted
    if (stoppedByOther || thrown instanceof NoRoom) return shared(map, key, context, make)
    throw thrown
  }
}

function kept<K>(map: Map<K, Promise<Spooled>>, key: K, make: () => Promise<Spooled>): Promise<Spooled> {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make().catch(thrown => {
    map.delete(key)
    throw thrown
  })
  map.set(key, made)
  return made
}

/** Null where no file can be made: what is only kept in passing can be done without. */
function begun(make: () => GrowingSpool): GrowingSpool | null {
  try {
    return make()
  } catch (thrown) {
    if (errorCode(thrown) === null) throw thrown
    return null
  }
}

/** `layerlens - < FILE`: a plain file has no need to be copied. */
function directPath(stdin: Readable): string | null {
  const fd = 'fd' in stdin && typeof stdin.fd === 'number' ? stdin.fd : null
  if (fd === null) return null
  try {
    return fstatSync(fd).isFile() ? pathOfOpenFile(fd) : null
  } catch (cause) {
    throw fileFailure(STANDARD_INPUT, cause)
  }
}

function refuseUnreadable(stdin: Readable): void {
  if ('isTTY' in stdin && stdin.isTTY === true) {
    throw new LensError('usage', t`Standard input is a terminal; an image archive should come from there.`, {
      advice: t`Send one: docker save NAME | layerlens inspect -`,
    })
  }
  if (!stdin.readable) {
    throw new LensError('io', t`Standard input was read before and can be read only once.`, {
      advice: t`Start again, or write it to a file and open that: … > image.tar`,
    })
  }
}
