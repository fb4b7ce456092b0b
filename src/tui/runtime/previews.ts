import {setImmediate} from 'node:timers/promises'
import type {FileContent} from '../../image/content/file-content.ts'
import {findBytes, needleOf} from '../../image/content/find-bytes.ts'
import type {Union} from '../../image/filesystem/union.ts'
import {toFailure} from '../../image/oci/error.ts'
import type {Image} from '../../image/oci/image.ts'
import type {Effect} from '../app/effects.ts'
import type {Message, PreviewingEvent} from '../app/messages.ts'
import {MOST_MATCHES} from '../app/preview/preview.ts'
import type {Ports} from './ports.ts'
import {RecentContents} from './recent-contents.ts'

type Read = Extract<Effect, {type: 'preview'}>
type Find = Extract<Effect, {type: 'find'}>

/** Bytes looked through between two keys: a few milliseconds. */
const SLICE = 4 << 20
/** Matches are told no more often than this, milliseconds. */
const OFTEN = 60

/** Reads files that are looked into, and searches them. Answers carry the number of the preview that asked. */
export class Previews {
  private readonly previewFile: Ports['previewFile']
  private readonly dispatch: (message: Message) => void
  private readonly recent = new RecentContents()
  private readonly reading = new Map<number, AbortController>()
  private readonly finding = new Map<number, AbortController>()

  constructor(previewFile: Ports['previewFile'], dispatch: (message: Message) => void) {
    this.previewFile = previewFile
    this.dispatch = dispatch
  }

  /** Content that was read lately is told before this returns. */
  async read(image: Image, effect: Read): Promise<void> {
    const {request, union, version, limit, shown} = effect
    const signal = begin(this.reading, request)
    const tell = (event: PreviewingEvent) => {
      if (!signal.aborted) this.dispatch({type: 'preview-told', request, event})
    }
    const key = keyOf(effect.session, union, version)
    const known = this.recent.get(key)
    if (known !== null && shown === 0) {
      tell({type: 'content', content: known})
      tell({type: 'ended', failure: null})
      return
    }
    let last: FileContent | null = null
    const layer = union.columns.versionLayer[union.original(version)]!
    const tellFetched = () => {
      const bytes = image.layers[layer]?.content?.fetched
      if (bytes !== undefined) tell({type: 'fetched', layer, bytes})
    }
    try {
      await this.previewFile(image, union, version, {
        signal,
        limit,
        shown,
        onEvent: event => {
          if (event.type === 'content') last = event.content
          tellFetched()
          tell(event)
        },
      })
      if (last !== null && !signal.aborted) this.recent.keep(key, last)
      tellFetched()
      tell({type: 'ended', failure: null})
    } catch (error) {
      tell({type: 'ended', failure: toFailure(error)})
    }
  }

  /** Searches in slices, so that keys are heard meanwhile. */
  async find({request, number, bytes, needle: wanted}: Find): Promise<void> {
    const signal = begin(this.finding, request)
    const needle = needleOf(wanted)
    const matches: number[] = []
    const tell = (done: boolean) => {
      const event = {type: 'found', number, matches: [...matches], done} as const
      this.dispatch({type: 'preview-told', request, event})
    }
    let told = performance.now()
    for (let at = 0; needle !== null && at < bytes.length && matches.length < MOST_MATCHES; at += SLICE) {
      const from = Math.max(at, (matches.at(-1) ?? 0) + (matches.length > 0 ? needle.bytes.length : 0))
      const found = findBytes(bytes, needle, from, at + SLICE, MOST_MATCHES - matches.length)
      for (const match of found) matches.push(match)
      await setImmediate()
      if (signal.aborted) return
      if (performance.now() - told < OFTEN) continue
      told = performance.now()
      tell(false)
    }
    tell(true)
  }

  stopFinding(request: number): void {
    this.finding.get(request)?.abort()
    this.finding.delete(request)
  }

  /** The preview was closed. */
  stop(request: number): void {
    this.reading.get(request)?.abort()
    this.reading.delete(request)
    this.stopFinding(request)
  }

  stopAll(): void {
    for (const request of [...this.reading.keys(), ...this.finding.keys()]) this.stop(request)
  }
}

function begin(running: Map<number, AbortController>, request: number): AbortSignal {
  running.get(request)?.abort()
  const controller = new AbortController()
  running.set(request, controller)
  return controller.signal
}

/** A member of a layer: the same in every union of the image. */
function keyOf(session: number, {columns}: Union, version: number): string {
  return `${session} ${columns.versionLayer[version]} ${columns.versionEntry[version]}`
}
