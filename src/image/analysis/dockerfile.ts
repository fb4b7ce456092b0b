import {isMasked} from '../../text/mask.ts'
import {shellWord} from '../../text/shell-words.ts'
import {t} from '../../text/translate.ts'
import type {Instruction} from '../oci/instruction.ts'

/** Up to so many characters a fix says what stays as it is once more; of a longer one it says where it stands. */
const REPEATED = 160
/** Characters of an instruction that is only referred to. */
const QUOTED = 60

/** An instruction in one line, as a Dockerfile has it. Hostile; secrets are the caller's to mask. */
export function lineOf({verb, text}: Pick<Instruction, 'verb' | 'text'>): string {
  const lines = text.split('\n').map(line => line.trim())
  const joined = lines.map(line => (line.endsWith('\\') ? line.slice(0, -1).trimEnd() : line)).join(' ')
  return [verb ?? '', joined].filter(part => part !== '').join(' ')
}

/** A line that is only to be known again: of at most so many characters, cut at its end. No fix says it so. */
export function shortened(line: string, longest: number): string {
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`
}

/**
 * Whether a fix may say a shell's line once more: who pastes it gets what stood there. Not where it is long, nor where
 * something in it is masked.
 */
export function isRepeatable(line: string, longest = REPEATED): boolean {
  return line !== '' && line.length <= longest && !isMasked(line)
}

/** Lines of a fix, and where they belong; '' where they say that themselves. */
export interface Placed {
  readonly lines: readonly string[]
  readonly where: string
}

/** What a RUN says, and whether another fix changes it: then it is not said again as it was. */
interface Step {
  readonly text: string
  readonly changes?: boolean
}

/** A shell's line that can go on by `&&`: without a `;` at its end. */
export function withoutEnd(line: string): string {
  return line.replace(/(?<![\\;\s])\s*;\s*$/, '')
}

/** what quotes or a backslash hold together: nothing in it divides commands */
const QUOTED_TEXT = /'[^']*'|"(?:\\.|[^"\\])*"|\\./gs
/** all that is looser than `&&`, or as loose: what comes before would not keep what comes after from running */
const LOOSE = /;|\|\||(?<![&<>])&(?![&>])/
const STOPS = /(?:^|[;&|({]\s*)set\s+(?:-o\s+errexit|-\w*e)/

/**
 * A shell's line as a part of `a && b && c`, in brackets where it is more than commands joined so: a `;` in it would hide that
 * what stands before it failed. Null where brackets would do other than the step did: within them `set -e` only counts at the end.
 */
export function isolated(
  line: string,
  {first, last}: {readonly first: boolean; readonly last: boolean},
): string | null {
  const bare = line.replace(QUOTED_TEXT, '_')
  if (!LOOSE.test(bare) || (first && !/&\s*$/.test(bare))) return line
  return !last && STOPS.test(bare) ? null : `(${line.startsWith('(') ? ' ' : ''}${line})`
}

/**
 * `RUN make && rm -rf PATHS`: the same instruction, with a command at its end. Where it is long only what is new. Where the
 * text is a script of several lines (a heredoc) the command stands on a line of its own: joined to the last it might never run.
 */
export function andThen({text, changes = false}: Step, command: string): Placed {
  const line = withoutEnd(lineOf({verb: null, text}))
  const step = quoted(line)
  if (hasLines(text)) return {lines: [command], where: t`as the last line of the script of ${step}`}
  if (endsInComment(text)) return {lines: [`&& ${command}`], where: t`at the end of ${step}, before its comment`}
  if (!changes && isRepeatable(line)) return {lines: [`RUN ${line} && ${command}`], where: ''}
  return {lines: [`&& ${command}`], where: t`at the end of ${step}`}
}

/** `RUN --mount=… make`: the same instruction with options, or where it is long the options alone. */
export function withOptions({text, changes = false}: Step, options: string): Placed {
  const line = lineOf({verb: null, text})
  if (!changes && !hasLines(text) && isRepeatable(line)) return {lines: [`RUN ${options} ${line}`], where: ''}
  return optionsAlone({text}, options)
}

/** Only the options, and where they belong. */
export function optionsAlone({text}: Pick<Instruction, 'text'>, options: string): Placed {
  return {lines: [options], where: t`right after RUN in ${quoted(lineOf({verb: null, text}))}`}
}

/** A RUN that a sentence refers to. */
function quoted(line: string): string {
  return `\`${shortened(`RUN ${line}`, QUOTED)}\``
}

/** Whether a shell reads it line by line: a line break that no backslash takes away, or a comment at the end. */
export function isScript(text: string): boolean {
  return hasLines(text) || endsInComment(text)
}

function hasLines(text: string): boolean {
  const lines = text.trim().split('\n')
  return lines.slice(0, -1).some(line => !line.trimEnd().endsWith('\\'))
}

function endsInComment(text: string): boolean {
  return /(?:^|\s)#[^'"]{0,200}$/.test(text.trim().slice(-256))
}

/** Most places that a fix names; of more it says how many. */
export const NAMED = 100

/** A note of a fix that names the first `NAMED` of so many places. */
export function notedRest(note: string, places: number): string {
  return places <= NAMED ? note : [note, t`the same for ${places - NAMED} more`].filter(part => part !== '').join('; ')
}

/** Paths without their leading slash as the words of a command. */
export function pathWords(paths: readonly string[]): string {
  return paths.map(path => shellWord(`/${path}`)).join(' ')
}

/** The command that takes these paths away, given without their leading slash. */
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
  return `rm -rf ${words.join(' ')}`
}
