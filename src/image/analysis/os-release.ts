/** What os-release(5) says of a distribution. Texts are hostile. */
export interface OsRelease {
  /** `debian`; "linux" where the file has none */
  readonly id: string
  /** `12`; null where the file has none: rolling distributions */
  readonly versionId: string | null
  /** `Debian GNU/Linux 12 (bookworm)` */
  readonly prettyName: string
}

/** Longer values are none that anybody would read. */
const LONGEST = 1024
/** Bytes that are looked at; real ones have 400 */
const MOST_BYTES = 32 * 1024
const ASSIGNMENT = /^([A-Z][A-Z0-9_]*)=(.*)$/

/**
 * Reads os-release(5): lines of NAME=VALUE, quoted as a shell would have it, but nothing expanded. The last assignment of a
 * name counts; lines that are none, or that leave a quote open, say nothing. Null where the file names no distribution at all.
 */
export function parseOsRelease(bytes: Uint8Array): OsRelease | null {
  const values = new Map<string, string>()
  for (const line of Buffer.from(bytes.subarray(0, MOST_BYTES)).toString('utf8').split('\n')) {
    const found = ASSIGNMENT.exec(line.slice(0, LONGEST * 2).trim())
    const value = found && assigned(found[2]!)
    if (value !== null && value.length <= LONGEST) values.set(found![1]!, value)
  }
  const id = values.get('ID')
  const name = values.get('NAME')
  const versionId = values.get('VERSION_ID') || null
  const prettyName = values.get('PRETTY_NAME') || [name || id, versionId].filter(Boolean).join(' ')
  if (!id && !name && !values.get('PRETTY_NAME')) return null
  return {id: id || 'linux', versionId, prettyName}
}

/** What a shell would assign; null where a quote is left open or a second word follows. */
function assigned(text: string): string | null {
  let value = ''
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (character === quote) quote = ''
    else if (character === '\\' && quote !== "'") {
      const next = text[++i]
      if (next === undefined) return null
      // Inside double quotes a backslash stands for itself before most characters.
      value += quote === '"' && !'"$`\\'.includes(next) ? `\\${next}` : next
    } else if (quote === '' && /\s/.test(character)) return text.slice(i).trim().startsWith('#') ? value : null
    else value += character
  }
  return quote === '' ? value : null
}
