const ESC = '\x1b'

/**
 * What to write for a terminal to take text onto its clipboard: OSC 52 (xterm, "Operating System Commands"), which works over
 * ssh as it does here. tmux passes it on where set-clipboard is on; wrapped in its own sequence it goes through where
 * allow-passthrough is on, so both are written there. GNU screen passes on what is wrapped in a device control string.
 */
export function clipboardSequence(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const osc52 = `${ESC}]52;c;${Buffer.from(text).toString('base64')}\x07`
  if (env.TMUX) return `${osc52}${ESC}Ptmux;${osc52.replaceAll(ESC, ESC + ESC)}${ESC}\\`
  if (env.STY) return screenStrings(osc52)
  return osc52
}

/** screen takes so many bytes in one string. */
const SCREEN_STRING = 512

function screenStrings(sequence: string): string {
  const pieces = sequence.match(new RegExp(`[^]{1,${SCREEN_STRING}}`, 'g')) ?? []
  return pieces.map(piece => `${ESC}P${piece}${ESC}\\`).join('')
}
