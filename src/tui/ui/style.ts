/** What a piece of a line means; how that looks is the theme's business. */
export type Style =
  | 'accent'
  | 'strong'
  | 'quiet'
  | 'added'
  | 'modified'
  | 'metadata'
  | 'rewritten'
  | 'removed'
  | 'problem'
  | 'busy'
  | 'title'
  /** the cell that is typed at */
  | 'caret'
  /** what is searched, where it was found */
  | 'match'
