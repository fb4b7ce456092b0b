import type {Union} from '../filesystem/union.ts'
import {type HistoryStep, instructionOf} from '../oci/image-history.ts'
import type {Instruction} from '../oci/instruction.ts'
import type {BaseImage} from './base-image.ts'
import {ChildNames} from './child-names.ts'
import {Claims} from './claims.ts'
import type {FindingKind, Told} from './finding.ts'
import {type Place, Places} from './places.ts'
import {sourceLayers} from './source-layer.ts'
import type {WasteRow} from './waste/folded-waste.ts'

/** What rules are given of an image beside its tree. Plain data. */
export interface ImageFacts {
  readonly env: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly steps: readonly HistoryStep[]
}

/** What all rules of one analysis stand on. */
export class Ground {
  readonly union: Union
  readonly waste: readonly WasteRow[]
  readonly base: BaseImage
  readonly facts: ImageFacts
  readonly claims: Claims
  readonly places: Places
  readonly names: ChildNames
  /** files that rules asked for, by version; what could not be read is not in it */
  readonly contents: ReadonlyMap<number, Uint8Array>
  /** versions of visible files that hold the same bytes, at least two each; null where nobody looked */
  readonly duplicates: readonly Int32Array[] | null
  private readonly instructions = new Map<number, Instruction>()

  constructor(
    union: Union,
    about: Pick<Ground, 'waste' | 'base' | 'facts'> & Partial<Pick<Ground, 'contents' | 'duplicates'>>,
    places: readonly Place[],
  ) {
    this.union = union
    this.waste = about.waste
    this.base = about.base
    this.facts = about.facts
    this.contents = about.contents ?? new Map()
    this.duplicates = about.duplicates ?? null
    this.claims = new Claims(
      union,
      sourceLayers(union, layer => this.instruction(layer)),
    )
    this.places = new Places(union, places)
    this.names = new ChildNames(union)
    for (const {layer, entry} of about.facts.steps) {
      if (layer === null) continue
      const instruction = instructionOf(entry)
      if (instruction.text === '') continue
      this.instructions.set(layer, instruction)
    }
  }

  /** What made a layer, secrets masked; null where the history does not tell. Hostile. */
  instruction(layer: number | null): Instruction | null {
    return layer === null ? null : (this.instructions.get(layer) ?? null)
  }

  /** Those that are known, in the order of their layers. */
  get allInstructions(): Iterable<Instruction> {
    return this.instructions.values()
  }

  /** The verbs of the steps between those that made two layers, steps that left none included. */
  verbsBetween(from: number, to: number): readonly string[] {
    const {steps} = this.facts
    const [first, last] = [from, to].map(layer => steps.findIndex(step => step.layer === layer))
    return steps.slice(first! + 1, last!).flatMap(({entry}) => instructionOf(entry).verb ?? [])
  }

  /** Whether a layer is the base image's: its instruction is not the user's to change. */
  isBase(layer: number): boolean {
    return layer < this.base.layers
  }

  get lastLayer(): number {
    return this.union.layerCount - 1
  }
}

/** A rule: what it looks for, why that matters, and what it tells of an image. */
export interface Rule {
  /** in words joined by hyphens; silences and reports know it by this */
  readonly id: string
  readonly kind: FindingKind
  /** what it finds, for a list of rules */
  readonly title: string
  /** why it matters, a sentence */
  readonly why: string
  /** the folders it asks for */
  readonly places?: readonly Place[]
  /** versions whose contents it would like to see, the most telling first; see WANTED_MOST and WANTED_BYTES */
  wants?(ground: Ground): readonly number[]
  find(ground: Ground): Iterable<Told>
}

/** A rule is given at most so many files, */
export const WANTED_MOST = 500
/** none of which is larger than this, bytes. */
export const WANTED_BYTES = 8 << 20
