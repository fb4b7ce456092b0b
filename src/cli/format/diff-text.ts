import {type DifferenceKind, sumsOf} from '../../image/analysis/comparison/differences.ts'
import {unreadSentence} from '../../image/analysis/comparison/unread-sentence.ts'
import {inShort} from '../../image/oci/hashed-sources.ts'
import {parseInstruction, wholeInstruction} from '../../image/oci/instruction.ts'
import {type ComparedImages, type ComparedSide, sideName} from '../../operations/comparison/compare-images.ts'
import {maskedFor} from '../../text/mask.ts'
import {printable} from '../../text/printable.ts'
import {count, counted, size} from '../../text/size.ts'
import {truncate} from '../../text/width.ts'
import {columns} from './columns.ts'
import {type DiffFacts, LETTERS, signed, unverifiedSentence} from './diff-facts.ts'

/** How two images differ, for people: sums, layers, configuration, packages, paths. */
export function diffText(facts: DiffFacts, {stat}: {readonly stat: boolean}): string {
  const {compared, packages} = facts
  const unverified = unverifiedSentence(compared)
  const parts = [summary(compared), `${layers(compared)}${unverified === null ? '' : `${unverified}\n`}`]
  if (compared.config.length > 0) {
    const rows = compared.config.map(({key, before, after}) => [
      printable(key),
      shownFor(key, before),
      '→',
      shownFor(key, after),
    ])
    parts.push(columns([['configuration'], ...rows]))
  }
  if (packages.length > 0) {
    const rows = packages.map(({kind, name, before, after}) => [
      kind,
      printable(name),
      shown(before),
      '→',
      shown(after),
    ])
    parts.push(columns([['packages'], ...rows]))
  }
  parts.push(sums(facts))
  if (facts.compared.unread > 0) parts.push(`${unreadSentence(facts.compared.unread)}\n`)
  if (!stat && facts.differences.length > 0) parts.push(paths(facts))
  return parts.join('\n')
}

function summary({before, after, summary: [a, b]}: ComparedImages): string {
  const row = (name: string, was: number, is: number) => [name, size(was), size(is), signed(is - was)]
  const counts = (name: string, was: number, is: number) => {
    const delta = is - was
    return [name, count(was), count(is), delta === 0 ? '±0' : `${delta > 0 ? '+' : '−'}${count(Math.abs(delta))}`]
  }
  const names = `- ${printable(sideName(before))}\n+ ${printable(sideName(after))}\n\n`
  return `${names}${columns(
    [
      ['', 'before', 'after', ''],
      row('size', a.size, b.size),
      row('visible', a.visibleSize, b.visibleSize),
      row('wasted', a.wastedSize, b.wastedSize),
      counts('layers', a.layers, b.layers),
      counts('files', a.files, b.files),
      counts('paths', a.paths, b.paths),
    ],
    new Set([1, 2, 3]),
  )}`
}

const LAYER_WORDS = {
  common: '=',
  elsewhere: '= elsewhere',
  rebuilt: '~ rebuilt',
  removed: '- removed',
  added: '+ added',
} as const

function layers({before, after, layers: rows}: ComparedImages): string {
  const common = rows.filter(({kind}) => kind === 'common').length
  const others = rows.filter(({kind}) => kind !== 'common')
  const head = common === 0 ? 'no layers in common\n' : `${counted(common, 'layer', 'layers')} in common\n`
  const lines = others.map(({kind, before: was, after: is}) => {
    const [side, layer] = is === null ? [before, was] : [after, is]
    return [
      was === null ? '' : String(was),
      is === null ? '' : String(is),
      LAYER_WORDS[kind],
      size(side.union.layers[layer]?.facts.size ?? 0),
      truncate(instruction(side, layer), 90),
    ]
  })
  return `${head}${columns(lines, new Set([0, 1, 3]))}`
}

function instruction({image}: ComparedSide, layer: number): string {
  const entry = image.layers[layer]?.history ?? null
  return printable(wholeInstruction(inShort(parseInstruction(entry?.createdBy ?? null, entry?.comment ?? null))))
}

const WORDS: Readonly<Record<DifferenceKind, string>> = {
  added: 'added',
  removed: 'removed',
  modified: 'changed',
  metadata: 'changed in mode, owner, time or attributes only',
  moved: 'moved',
}

function sums({differences}: DiffFacts): string {
  if (differences.length === 0) return 'No path differs.\n'
  const found = sumsOf(differences)
  const rows = (Object.keys(WORDS) as DifferenceKind[]).flatMap(kind =>
    found[kind].paths === 0 ? [] : [[LETTERS[kind], count(found[kind].paths), size(found[kind].bytes), WORDS[kind]]],
  )
  return columns(rows, new Set([1, 2]))
}

function paths({differences, compared: {union}}: DiffFacts): string {
  const rows = differences.map(({node, kind, reasons, type, before, after, from}) => {
    const path = `/${printable(union.path(node))}${type === 'directory' ? '/' : ''}`
    const was = from === null ? '' : `  from /${printable(union.path(from))}`
    const why = kind === 'modified' || kind === 'metadata' ? `  ${reasons.join(', ')}` : ''
    const delta = (after ?? 0) - (before ?? 0)
    const bytes = type === 'directory' || (delta === 0 && kind !== 'modified') ? '' : signed(delta)
    return [LETTERS[kind], bytes, `${path}${was}${why}`]
  })
  return columns(rows, new Set([1]))
}

/** A value of the configuration, in one line. */
function shownFor(key: string, value: string | null): string {
  return shown(value && maskedFor(key, value))
}

function shown(value: string | null): string {
  return value === null ? 'none' : truncate(printable(value), 100)
}
