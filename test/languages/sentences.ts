import {posix} from 'node:path'
import {parseAst} from 'vitest/node'
import {keyOf} from '../../src/text/translate.ts'

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

/**
 * The keys of all sentences that a source file asks a catalogue for: its templates tagged t, and the two words behind each
 * number that is counted. Throws where a word of a number is put together: nobody could know its key.
 */
export function sentencesOf(path: string, text: string): string[] {
  const keys: string[] = []
  const walk = (value: unknown) => {
    if (Array.isArray(value)) for (const each of value) walk(each)
    if (!isNode(value)) return
    keys.push(...keysOf(value, path))
    for (const each of Object.values(value)) if (typeof each === 'object') walk(each)
  }
  walk(parseAst(text, {lang: path.endsWith('x') ? 'tsx' : 'ts'}, path))
  return keys
}

function keysOf(node: Node, path: string): string[] {
  if (node.type === 'TaggedTemplateExpression' && (isNamed(node.tag, 't') || isNamed(node.tag, 'kept'))) {
    const {quasis} = node.quasi as {readonly quasis: readonly {readonly value: {readonly cooked: string}}[]}
    return [keyOf(quasis.map(({value}) => value.cooked))]
  }
  if (node.type !== 'CallExpression' || !isNamed(node.callee, 'counted')) return []
  const [, ...words] = node.arguments as readonly Node[]
  if (words.length !== 2) return []
  return words.map(({value}) => {
    if (typeof value !== 'string') throw new Error(`${path}: the words of a number are no plain strings`)
    return `{0} ${value}`
  })
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function isNamed(value: unknown, name: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.name === name
}

/** Whether a file words something when it is loaded, rather than when one of its functions is called. */
export function wordsAtOnce(path: string, text: string): boolean {
  const found = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(found)
    if (!isNode(value) || LATER.has(value.type)) return false
    return keysOf(value, path).length > 0 || Object.values(value).some(each => typeof each === 'object' && found(each))
  }
  return found(parseAst(text, {lang: path.endsWith('x') ? 'tsx' : 'ts'}, path))
}

/** The source files, by their paths from src/, that are loaded before this one runs: what it imports by name, not for types alone. */
export function loadedWith(path: string, text: string): string[] {
  const {body} = parseAst(text, {lang: path.endsWith('x') ? 'tsx' : 'ts'}, path) as unknown as {
    readonly body: readonly Node[]
  }
  return body.flatMap(node => {
    const source = node.source as {readonly value: string} | null | undefined
    const specifiers = (node.specifiers ?? []) as readonly Node[]
    const forTypes =
      node.importKind === 'type' ||
      node.exportKind === 'type' ||
      (specifiers.length > 0 && specifiers.every(each => each.importKind === 'type' || each.exportKind === 'type'))
    if (source == null || forTypes || !/^\.{1,2}\/.*\.tsx?$/.test(source.value)) return []
    return [posix.join(posix.dirname(path), source.value)]
  })
}

/** What is run only when somebody calls it. */
const LATER = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'MethodDefinition'])
