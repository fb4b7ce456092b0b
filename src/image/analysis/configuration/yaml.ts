import {type Document, isCollection, isMap, LineCounter, type Node, parseDocument} from 'yaml'
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

/** Reads a YAML document. Throws `usage` where it is none. `name` is what the file is called. */
export function readYaml(text: string, name: string): YamlDocument {
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, {prettyErrors: true, lineCounter: lines})
    for (const error of document.errors) throw error
    // A few aliases are convenient; thousands are an attack on the memory.
    const value: unknown = document.toJS({maxAliasCount: 100})
    return {name, value, line: path => lineOf(document, lines, path)}
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new LensError('usage', `${name} is no YAML: ${why}`, {cause})
  }
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
