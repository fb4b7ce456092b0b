import {width} from '../../../text/width.ts'
import {wrap} from '../../../text/wrap.ts'
import type {Binding} from '../bindings/binding.ts'
import {BINDINGS} from '../bindings.ts'
import {keyName} from '../key-names.ts'
import {BLANK, heading, type PaperLine} from './paper-line.ts'

/** How the keys are grouped: by the ids of bindings. */
export const KEY_GROUPS: readonly {readonly title: string; readonly ids: readonly string[]}[] = [
  {title: 'Moving', ids: ['up', 'down', 'page-up', 'page-down', 'half-up', 'half-down', 'first', 'last']},
  {title: 'Panes and layers', ids: ['switch-pane', 'enter-files', 'previous-layer', 'next-layer', 'describe-layer']},
  {title: 'Folders', ids: ['expand', 'collapse', 'toggle', 'expand-all', 'collapse-all', 'toggle-all']},
  {title: 'What the tree shows', ids: ['view', 'view-aggregated', 'view-changes', 'sort', 'attributes']},
  {title: 'Tabs', ids: ['tab-files', 'tab-config', 'leave-config']},
  {title: 'Reading', ids: ['cancel-reading', 'read-on', 'choose', 'retry', 'back', 'back-to-list']},
  {title: 'Always', ids: ['help', 'close', 'quit', 'interrupt', 'suspend']},
]

/** In the terminal's own characters: see the theme's glyphs. */
const WASTED = {unicode: '▒', ascii: 'x'} as const

const LEGEND: readonly (readonly [string, string])[] = [
  ['+', 'added by the layer'],
  ['~', 'modified: content, type, link target or device'],
  ['m', 'metadata only: mode, owner, time or attributes; the whole file is stored again'],
  ['=', 'stored again, nothing differs'],
  ['-', 'removed'],
]

/** The keys of a binding as the help and the README show them. */
export function keysText(binding: Binding, unicode = true): string {
  return binding.keys.map(key => keyName(key, unicode)).join('  ')
}

/** Every key, from the table of bindings, then what the letters beside files mean. */
export function helpLines(columns: number, unicode = true): PaperLine[] {
  const lines: PaperLine[] = []
  for (const {title, ids} of KEY_GROUPS) {
    if (lines.length > 0) lines.push(BLANK)
    lines.push(heading(title))
    for (const id of ids) {
      const binding = BINDINGS.find(each => each.id === id)
      if (binding !== undefined) lines.push(...described(keysText(binding, unicode), binding.label, columns))
    }
  }
  lines.push(BLANK, heading('Letters beside files'))
  for (const [letter, meaning] of LEGEND) lines.push(...described(letter, meaning, columns))
  lines.push(BLANK, heading('Bars beside layers'))
  const wasted = 'bytes that no name in the final image reaches: hidden or replaced by later layers'
  lines.push(...described(unicode ? WASTED.unicode : WASTED.ascii, wasted, columns))
  return lines
}

/** Cells for keys: for most of them where lines are short, else for all. */
const KEYS = {narrow: 16, wide: 22} as const
/** Lines from this length on are wide. */
const WIDE = 90

function described(keys: string, label: string, columns: number): PaperLine[] {
  const wide = Math.max(columns < WIDE ? KEYS.narrow : KEYS.wide, width(keys) + 2)
  return wrap(label, Math.max(10, columns - wide)).map((text, i) => ({
    label: (i === 0 ? keys : '') + ' '.repeat(Math.max(0, wide - (i === 0 ? width(keys) : 0))),
    text,
    tone: 'plain',
  }))
}
