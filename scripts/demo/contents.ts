/** What the files of the demo image hold: made up, repeatable, and dull enough to be nobody's. */

/** A generator of numbers from 0 to 2^32 − 1, the same for the same name. */
function numbersFor(name: string): () => number {
  let state = 2166136261
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 16777619)
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    state ^= state >>> 15
    return state >>> 0
  }
}

const WORDS = 'tea leaf cup kettle steam order basket price stock shelf label scale pour steep filter saucer'.split(' ')

/** `size` bytes of lines that read like a program's. */
export function code(name: string, size: number): Buffer {
  const next = numbersFor(name)
  const word = () => WORDS[next() % WORDS.length]!
  let text = `// ${name}\n`
  while (text.length < size)
    text += `export const ${word()}_${next() % 1000} = (${word()}) => ${word()}(${word()}, ${next() % 97})\n`
  return Buffer.from(`${text.slice(0, size - 1)}\n`)
}

/** `size` bytes that look like a compiled program. */
export function binary(name: string, size: number): Buffer {
  const next = numbersFor(name)
  const bytes = Buffer.alloc(size)
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]).copy(bytes)
  for (let at = 16; at + 4 <= size; at += 4) bytes.writeUInt32LE(at % 64 < 40 ? next() : 0, at)
  return bytes
}

/** `size` bytes that look like a package list. */
export function packageList(name: string, size: number): Buffer {
  const next = numbersFor(name)
  let text = ''
  while (text.length < size) {
    const title = `${WORDS[next() % WORDS.length]}-${WORDS[next() % WORDS.length]}`
    text += `Package: ${title}\nVersion: ${next() % 9}.${next() % 30}-${next() % 4}\nSize: ${next() % 900000}\nDescription: ${title} for the tea shop\n\n`
  }
  return Buffer.from(text.slice(0, size))
}

export function text(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\n')}\n`)
}
