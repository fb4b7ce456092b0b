import type {Instruction} from '../oci/instruction.ts'

/** Longer instructions are told by their end: what is added there is what matters. */
const LONGEST = 160

/** An instruction in one line, as a Dockerfile has it. Hostile; secrets are the caller's to mask. */
export function lineOf({verb, text}: Pick<Instruction, 'verb' | 'text'>): string {
  const lines = text.split('\n').map(line => line.trim())
  const joined = lines.map(line => (line.endsWith('\\') ? line.slice(0, -1).trimEnd() : line)).join(' ')
  return [verb ?? '', joined].filter(part => part !== '').join(' ')
}

/** A line of at most so many characters, cut in the middle. */
export function shortened(line: string, longest = LONGEST): string {
  if (line.length <= longest) return line
  const half = Math.floor((longest - 3) / 2)
  return `${line.slice(0, half).trimEnd()} … ${line.slice(-half).trimStart()}`
}

/**
 * `RUN … && rm -rf PATHS`: the same instruction, with a command at its end. Where the text is a script of several lines (a
 * heredoc) or ends in a comment, the command stands on a line of its own: joined to the last one it would never run.
 */
export function andThen({text}: Pick<Instruction, 'text'>, command: string): readonly string[] {
  if (isScript(text)) return ['RUN <<EOF', '…', command, 'EOF']
  const line = lineOf({verb: null, text})
  return [`RUN ${line === '' ? '…' : shortened(line)} && ${command}`]
}

/** Whether a shell reads it line by line: a line break that no backslash takes away, or a comment at the end. */
export function isScript(text: string): boolean {
  const lines = text.trim().split('\n')
  if (lines.slice(0, -1).some(line => !line.trimEnd().endsWith('\\'))) return true
  return /(?:^|\s)#[^'"]{0,200}$/.test(lines.at(-1)!.slice(-256))
}

/** A path as a shell takes it: nothing of it is a pattern. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./~-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}

/** Most paths that one line names; the rest are an ellipsis. */
export const NAMED = 6

/** Paths without their leading slash as the words of a command. */
export function pathWords(paths: readonly string[]): string {
  return limited(paths.map(path => shellWord(`/${path}`)))
}

/** The command that takes these paths away, given without their leading slash; of many the first `NAMED`. */
export function removalOf(paths: readonly string[]): string {
  return `rm -rf ${pathWords(paths)}`
}

/** A folder that stays, and whether names in it begin with a dot, or do not: a star alone does not mean both. */
export interface Emptied {
  readonly path: string
  readonly plain: boolean
  readonly dotted: boolean
}

/** `rm -rf /tmp/* /tmp/.[!.]*` */
export function emptyingOf(folders: readonly Emptied[]): string {
  const words = folders.flatMap(({path, plain, dotted}) => {
    const folder = shellWord(`/${path}`)
    return [...(plain || !dotted ? [`${folder}/*`] : []), ...(dotted ? [`${folder}/.[!.]*`] : [])]
  })
  return `rm -rf ${limited(words)}`
}

function limited(words: readonly string[]): string {
  return `${words.slice(0, NAMED).join(' ')}${words.length > NAMED ? ' …' : ''}`
}
