import type {ContentComparison} from '../../image/analysis/content-comparison.ts'
import {printable} from '../../text/printable.ts'
import {count, counted, exactSize} from '../../text/size.ts'

/** How the contents of two files differ, as `diff -u` would say it. */
export function contentsText(found: ContentComparison, names: readonly [before: string, after: string]): string {
  if (found.kind === 'none') return 'One of the two has no contents.\n'
  if (found.kind === 'same') return `Both are the same: ${exactSize(found.size)}, ${found.digest}\n`
  if (found.kind === 'bytes') {
    const {before, after, firstDifference, why} = found
    const what = why === 'binary' ? 'Binary files' : 'Files too large to be told line by line'
    return (
      `${what} differ from byte ${count(firstDifference)} on\n` +
      `--- ${names[0]}  ${exactSize(before.size)}  ${before.digest}\n` +
      `+++ ${names[1]}  ${exactSize(after.size)}  ${after.digest}\n`
    )
  }
  const {lines, left} = found.diff
  const told = lines.map(line => {
    if (line.kind === 'hunk') {
      return `@@ -${line.before.from},${line.before.count} +${line.after.from},${line.after.count} @@`
    }
    if (line.kind === 'no-line-end') return '\\ No newline at end of file'
    return `${{same: ' ', removed: '-', added: '+'}[line.kind]}${printable(line.text)}`
  })
  const more = left === 0 ? [] : [`… ${counted(left, 'more line', 'more lines')}`]
  return [`--- ${names[0]}`, `+++ ${names[1]}`, ...told, ...more, ''].join('\n')
}
