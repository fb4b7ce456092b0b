const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/**
 * A horizontal bar of at most `cells` cells for a share from 0 to 1, not filled up. What is too little for a bar shows as a
 * dot; nothing shows as nothing.
 */
export function bar(share: number, cells: number, unicode = true): string {
  if (!(share > 0) || cells <= 0) return ''
  const steps = Math.round(Math.min(1, share) * cells * 8)
  if (!unicode) return steps < 4 ? '.' : '#'.repeat(Math.max(1, Math.round(steps / 8)))
  if (steps < 2) return '·'
  return '█'.repeat(steps >> 3) + EIGHTHS[steps & 7]
}
