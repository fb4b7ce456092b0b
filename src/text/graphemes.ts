let segmenter: Intl.Segmenter | null = null

/** Text as one sees it, character by character. Made when first needed: it costs milliseconds, and few texts need it. */
export function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'})
  return segmenter.segment(text)
}
