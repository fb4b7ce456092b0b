import {type Document, isCollection, isMap, LineCounter, type Node, parseDocument, visit, YAMLParseError} from 'yaml'
import {LensError} from '../../oci/error.ts'

/** Keys and places in lists, from the root on. */
export type YamlPath = readonly (string | number)[]

/** A YAML document as plain data, and where in it things stand. */
export interface YamlDocument {
  /** what the file is called */
  readonly name: string
  readonly value: unknown
  /** the line of a key or of a list's item, from 1; of what is not there the line of what it would be in; null for the whole */
  line(path: YamlPath): number | null
}

/** Reads a YAML document. Throws `usage` where it is none, with line and column. `name` is what the file is called. */
export function readYaml(text: string, name: string): YamlDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, {prettyErrors: false, lineCounter: lines})
  const [error] = document.errors
  if (error !== undefined) throw noYaml(placed(name, lines, error.pos[0]), error)
  try {
    // A few aliases are convenient; thousands are an attack on the memory.
    const value: unknown = document.toJS({maxAliasCount: 100})
    return {name, value, line: path => lineOf(document, lines, path)}
  } catch (cause) {
    const at = unresolvedAlias(document)
    throw noYaml(at === null ? name : placed(name, lines, at), cause)
  }
}

/** What is wrong in our words, where the library's say less, and what to do. By the library's codes. */
const TOLD: Readonly<Record<string, readonly [what: string, advice: string]>> = {
  DUPLICATE_KEY: ['this key is there twice', 'Take out one of the two.'],
  TAB_AS_INDENT: ['a tab indents this line', 'YAML takes blanks alone: put two in its place.'],
  MULTIPLE_DOCS: ['a second document begins here', 'Take out the --- and what is behind it.'],
}
const ADVICE =
  'YAML wants keys below each other to begin in one column, a blank behind each colon, and every [ { and quote closed.'

function noYaml(place: string, cause: unknown): LensError {
  const code = cause instanceof YAMLParseError ? cause.code : ''
  const [what, advice] = TOLD[code] ?? [cause instanceof Error ? cause.message.split('\n')[0]! : String(cause), ADVICE]
  return new LensError('usage', `${place}: this is no YAML: ${what.replace(/[.:]$/, '')}.`, {advice, cause})
}

/** Such as `.layerlens.yaml:3:7`, as compilers say it and editors open it. */
function placed(name: string, lines: LineCounter, offset: number): string {
  const {line, col} = lines.linePos(offset)
  return `${name}:${line}:${col}`
}

/** Where the first alias stands that nothing was named for; null where there is none. */
function unresolvedAlias(document: Document): number | null {
  let found: number | null = null
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document as Document.Parsed) !== undefined) return undefined
      found = alias.range?.[0] ?? null
      return visit.BREAK
    },
  })
  return found
}

function lineOf(document: Document, lines: LineCounter, path: YamlPath): number | null {
  const key = path.at(-1)
  if (key === undefined) return null
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const node = isMap(parent)
    ? parent.items.find(({key: each}) => String(each) === String(key))?.key
    : isCollection(parent)
      ? parent.items[Number(key)]
      : null
  const range = (node as Node | null | undefined)?.range
  return range ? lines.linePos(range[0]).line : lineOf(document, lines, path.slice(0, -1))
}
