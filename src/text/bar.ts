const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/**
 * A horizontal bar of at most `cells` cells for a share from 0 to 1, not filled up. What is less than half of the smallest
 * step has none: a column of slivers would say nothing.
 */
export function bar(share: number, cells: number, unicode = true): string {
  if (!(share > 0) || cells <= 0) return ''
  const steps = Math.round(Math.min(1, share) * cells * 8)
  if (!unicode) return '#'.repeat(Math.round(steps / 8))
  return '█'.repeat(steps >> 3) + EIGHTHS[steps & 7]
}
