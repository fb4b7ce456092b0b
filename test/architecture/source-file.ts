import {posix} from 'node:path'
import {parseAst} from 'vitest/node'

/** What the house's rules ask about one source file. */
export interface SourceFile {
  /** from src/, with slashes: `image/oci/digest.ts` */
  readonly path: string
  readonly lineCount: number
  readonly imports: readonly Import[]
  readonly usesAny: boolean
  readonly hasDefaultExport: boolean
  /** nothing in it but exports of what other files define */
  readonly isBarrel: boolean
  /** calls that make a function's answer depend on more than its arguments: clock, environment, timers */
  readonly impurities: readonly string[]
  /** writes JSON by itself */
  readonly stringifies: boolean
}

/** Static, dynamic, type-only and `import('…')` in a type all count. */
export interface Import {
  /** as it is written */
  readonly specifier: string
  /** path from src/ of the file that is meant, null for a package or one of Node's modules; `../…` where it leaves src/ */
  readonly file: string | null
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

/** Reads one file. Throws where it does not parse, and on an import whose name is computed: no rule could hold it. */
export function readSourceFile(path: string, text: string): SourceFile {
  const program = parseAst(text, {
    lang: path.endsWith('.tsx') ? 'tsx' : 'ts',
    astType: 'ts',
  } as object) as unknown as Node
  const nodes = [...descendants(program)]
  const body = program.body as readonly Node[]
  const specifiers = new Set(nodes.flatMap(node => specifierOf(node, path) ?? []))
  return {
    path,
    lineCount: text.replace(/\n$/, '').split('\n').length,
    imports: [...specifiers].map(specifier => ({specifier, file: resolve(path, specifier)})),
    usesAny: nodes.some(node => node.type === 'TSAnyKeyword'),
    hasDefaultExport: nodes.some(isDefaultExport),
    isBarrel: body.length > 0 && body.every(isReExport),
    stringifies: nodes.some(node => node.type === 'CallExpression' && nameOf(node.callee) === 'JSON.stringify'),
    impurities: [...new Set(nodes.flatMap(node => impurityOf(node) ?? []))],
  }
}

function* descendants(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* descendants(child)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function specifierOf(node: Node, path: string): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
    case 'TSExternalModuleReference': {
      const source = node.source ?? node.argument ?? node.expression
      // `export const x` has no source
      if (!isNode(source)) return null
      if (typeof source.value !== 'string') throw new Error(`${path}: an import whose name is not written out`)
      return source.value
    }
    case 'CallExpression':
      if (nameOf(node.callee) !== 'require') return null
      return String((node.arguments as readonly Node[])[0]?.value)
    default:
      return null
  }
}

function resolve(path: string, specifier: string): string | null {
  return /^\.\.?\//.test(specifier) ? posix.join(posix.dirname(path), specifier) : null
}

function isDefaultExport(node: Node): boolean {
  if (node.type === 'ExportDefaultDeclaration' || node.type === 'TSExportAssignment') return true
  return node.type === 'ExportSpecifier' && nameOf(node.exported) === 'default'
}

function isReExport(node: Node): boolean {
  return node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && isNode(node.source))
}

function impurityOf(node: Node): string | null {
  const call = node.type === 'CallExpression' ? nameOf(node.callee) : null
  if (call !== null && /^(Date\.now|performance\.now|set(Timeout|Interval|Immediate)|fetch)$/.test(call)) return call
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && !(node.arguments as unknown[]).length) {
    return 'new Date()'
  }
  if (node.type === 'MemberExpression' && nameOf(node.object) === 'process') return nameOf(node)
  return null
}

/** `a` or `a.b` as it is written, null for anything longer. */
function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier') return String(node.name)
  if (node.type !== 'MemberExpression' || node.computed === true) return null
  const object = nameOf(node.object)
  return object === null ? null : `${object}.${nameOf(node.property)}`
}
