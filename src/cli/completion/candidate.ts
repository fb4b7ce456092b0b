/** What may stand where somebody types. */
export interface Candidate {
  readonly word: string
  /** a few words, '' where the word says it all */
  readonly meaning: string
}
