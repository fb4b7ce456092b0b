const LONGEST = 160

/** Enough of a name or message to know it by: every digest and sensible path in full, nothing that fills a screen. */
export function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
