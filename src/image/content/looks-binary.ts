/** As many bytes of a file's head as it takes to tell. */
export const HEAD_SIZE = 8192

/**
 * True where the head of a file is no text: it has a zero byte, or more than a tenth of it is neither UTF-8 nor anything that
 * a text has (line ends, tabs, escapes). `whole`: the head is all there is; else a character may be cut at its end.
 */
export function looksBinary(head: Uint8Array, whole: boolean): boolean {
  if (head.includes(0)) return true
  const text = new TextDecoder('utf-8').decode(head, {stream: !whole})
  let odd = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code === 0xfffd || code === 0x7f || (code < 0x20 && !TEXT_CONTROLS.has(code))) odd++
  }
  return odd * 10 > text.length
}

/** Backspace, tab, line feed, form feed, carriage return, escape. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x1b])
