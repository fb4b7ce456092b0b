import {t} from '../../text/translate.ts'

/** What is odd in a layer and was survived. */
export interface Oddities {
  readonly count: number
  /** the first of them, a sentence each, and how many more there are; hostile text inside */
  readonly told: readonly string[]
}

/** For a layer in which all is as it should be. */
export const NO_ODDITIES: Oddities = {count: 0, told: []}

/** More of them are only counted. */
const TOLD = 20

/** A path may be as long as the tar; a sentence may not. */
const LONGEST_NAME = 200

/** Counts oddities, and makes sentences of the first of them. `many`: how more of them are called. */
export class OddityList {
  private count = 0
  private readonly told: string[] = []
  private readonly many: string

  constructor(many: string) {
    this.many = many
  }

  /** Counts one; `sentence` is only made of those that are told. */
  add(sentence: () => string): void {
    this.count++
    if (this.told.length < TOLD) this.told.push(sentence())
  }

  /** What was counted so far. */
  done(): Oddities {
    const more = this.count - this.told.length
    return {count: this.count, told: more > 0 ? [...this.told, t`and ${more} more ${this.many}`] : this.told}
  }
}

/** A path of a sentence: with a slash in front, and of a bounded length. */
export function shownName(name: string): string {
  return `/${shortened(name.replace(/^(?:\.?\/)+/, ''))}`
}

/** Text of a bounded length. */
export function shortened(text: string): string {
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}...` : text
}
