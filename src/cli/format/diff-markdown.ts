import {type DifferenceKind, sumsOf} from '../../image/analysis/comparison/differences.ts'
import {unreadSentence} from '../../image/analysis/comparison/unread-sentence.ts'
import {sideName} from '../../operations/comparison/compare-images.ts'
import {maskedFor} from '../../text/mask.ts'
import {printable} from '../../text/printable.ts'
import {count, counted, size} from '../../text/size.ts'
import {type DiffFacts, LETTERS, signed, unverifiedSentence} from './diff-facts.ts'

/** Paths told in a comment; the others are counted: nobody reads thousands of them there. */
const MOST_PATHS = 200

/** How two images differ, as a comment on a change. */
export function diffMarkdown({compared, differences, packages}: DiffFacts, {stat}: {readonly stat: boolean}): string {
  const {before, after, summary, config, layers, union} = compared
  const [a, b] = summary
  const found = sumsOf(differences)
  const common = layers.filter(({kind}) => kind === 'common').length
  const parts = [
    `### ${code(sideName(before))} → ${code(sideName(after))}\n`,
    table(
      ['', 'before', 'after', 'difference'],
      [
        ['size', size(a.size), size(b.size), signed(b.size - a.size)],
        ['visible', size(a.visibleSize), size(b.visibleSize), signed(b.visibleSize - a.visibleSize)],
        ['wasted', size(a.wastedSize), size(b.wastedSize), signed(b.wastedSize - a.wastedSize)],
        ['layers', count(a.layers), count(b.layers), `${count(common)} in common`],
        ['files', count(a.files), count(b.files), ''],
      ],
    ),
    `${
      (Object.keys(found) as DifferenceKind[])
        .filter(kind => found[kind].paths > 0)
        .map(kind => `**${count(found[kind].paths)}** ${kind} (${size(found[kind].bytes)})`)
        .join(', ') || 'No path differs'
    }.\n`,
  ]
  const unverified = unverifiedSentence(compared)
  if (unverified !== null) parts.push(`${unverified}\n`)
  if (compared.unread > 0) parts.push(`${unreadSentence(compared.unread)}\n`)
  if (config.length > 0) {
    parts.push(
      table(
        ['configuration', 'before', 'after'],
        config.map(({key, before, after}) => [
          code(key),
          value(before && maskedFor(key, before)),
          value(after && maskedFor(key, after)),
        ]),
      ),
    )
  }
  if (packages.length > 0) {
    const rows = packages.map(row => [row.kind, code(row.name), value(row.before), value(row.after)])
    parts.push(table(['packages', '', 'before', 'after'], rows))
  }
  if (!stat && differences.length > 0) {
    const lines = differences.slice(0, MOST_PATHS).map(({node, kind, reasons, before, after, from}) => {
      const was = from === null ? '' : `  from /${printable(union.path(from))}`
      const why = reasons.length > 0 && from === null ? `  ${reasons.join(', ')}` : ''
      const delta = (after ?? 0) - (before ?? 0)
      return `${LETTERS[kind]} /${printable(union.path(node))}${delta === 0 ? '' : `  ${signed(delta)}`}${was}${why}`
    })
    const left = differences.length - lines.length
    const more = left === 0 ? [] : [`… ${counted(left, 'more path', 'more paths')}`]
    // Longer than any run of backticks in a name.
    const fence = '`'.repeat(Math.max(3, ...lines.map(line => longestRun(line) + 1)))
    parts.push(
      `<details><summary>${counted(differences.length, 'path', 'paths')}</summary>\n\n${fence}diff\n${[...lines, ...more].join('\n')}\n${fence}\n\n</details>\n`,
    )
  }
  return parts.join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return `${line(head)}${line(head.map(() => '---'))}${rows.map(line).join('')}`
}

function value(text: string | null): string {
  return text === null ? '' : code(text)
}

/** As code within a line, whatever is in it. */
function code(text: string): string {
  const shown = printable(text).replaceAll('|', '\\|')
  const fence = '`'.repeat(longestRun(shown) + 1)
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return `${fence}${space}${shown}${space}${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))
}
