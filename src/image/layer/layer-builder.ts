import {kept} from '../../text/translate.ts'
import {EntryType} from '../tar/entry-type.ts'
import type {Member, TarSink} from '../tar/tar-parser.ts'
import {firstOf} from './columns.ts'
import {EntryTable} from './entry-table.ts'
import {markEstargz} from './estargz.ts'
import {KeptFiles} from './kept-files.ts'
import {EntryMark, type LayerFacts, LayerIndex, type LayerProblem} from './layer-index.ts'
import {PathNodes} from './path-nodes.ts'

/** What a scan knows of a layer beyond its entries. */
export type ScanFacts = Pick<
  LayerFacts,
  'tarSize' | 'diffId' | 'filledDiffId' | 'blobDigest' | 'compression' | 'blobSize' | 'table' | 'damage'
>

/** More problems than these are only counted: a hostile tar must not fill the memory with complaints. */
const PROBLEMS_KEPT = 100

/** Collects the members of one tar into a LayerIndex. Feed it to a TarParser, then call `build`. */
export class LayerBuilder implements TarSink {
  /** contents that are kept with the index */
  readonly kept = new KeptFiles()
  private readonly entries = new EntryTable()
  private readonly nodes = new PathNodes(problem => this.problem(this.contentOffset, problem))
  private readonly problems: LayerProblem[] = []
  private problemCount = 0
  private size = 0
  private whiteouts = 0
  private opaque = 0
  /** of the member at hand, for what is told about it */
  private contentOffset = 0
  /** A guess at how many members there will be in the end, made when room runs out: growing once beats growing often. */
  private readonly forecast: (members: number) => number

  constructor(forecast: (members: number) => number = () => 0) {
    this.forecast = forecast
  }

  problem(offset: number, message: string): void {
    this.problemCount++
    if (this.problems.length < PROBLEMS_KEPT) this.problems.push({offset, message})
  }

  entry(member: Member): void {
    const {entries, nodes} = this
    if (entries.isFull) nodes.tree.reserve(entries.reserve(this.forecast(entries.count)))
    this.contentOffset = member.contentOffset
    const node = nodes.of(member)
    const mark = nodes.markOf(node)
    const entry = entries.add(member, node, mark)
    nodes.entry[node] = entry
    if (member.type === EntryType.file) this.size += member.size
    if (mark === EntryMark.whiteout) this.whiteouts++
    else if (mark === EntryMark.opaque) this.opaque++
    if (nodes.isKept) this.keep(entry, member)
  }

  /** Keeps the content digest of the last entry. */
  contentDigest(digest: Uint8Array): void {
    this.entries.contentDigest(digest)
  }

  /** The last member was a regular file: its content may be hashed. */
  get lastIsFile(): boolean {
    return this.entries.type[this.entries.count - 1] === EntryType.file
  }

  /** The last entry's content is to be kept: see `kept`. */
  get keepsLast(): boolean {
    return this.nodes.isKept && this.kept.last === this.entries.count - 1
  }

  /** The index of all that came; call it once, at the end. */
  build(facts: ScanFacts): LayerIndex {
    const columns = {
      nodeCount: this.nodes.tree.count,
      nodeEntry: firstOf(this.nodes.entry, this.nodes.tree.count),
      ...this.nodes.tree.columns(),
      ...this.entries.columns(),
      ...this.kept.columns(),
    }
    markEstargz(columns)
    if (this.problemCount > this.problems.length) {
      const more = this.problemCount - this.problems.length
      this.problems.push({offset: facts.tarSize, message: kept`and ${more} more problems like these`})
    }
    return new LayerIndex(columns, {
      ...facts,
      ...this.entries.facts(),
      size: this.size,
      whiteouts: this.whiteouts,
      opaqueDirectories: this.opaque,
      problems: this.problems,
    })
  }

  private keep(entry: number, {type, contentOffset, size, stored}: Member): void {
    // The bytes of a sparse file are a map and pieces: nobody writes such a file so.
    if (type === EntryType.file && stored === size) this.kept.expect(entry, contentOffset, size)
  }
}
