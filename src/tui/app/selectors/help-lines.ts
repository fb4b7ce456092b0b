import {t} from '../../../text/translate.ts'
import {width} from '../../../text/width.ts'
import {wrap} from '../../../text/wrap.ts'
import type {Binding} from '../bindings/binding.ts'
import {bindingsWith} from '../bindings.ts'
import {HOME_TABS} from '../home/home.ts'
import {keyName} from '../key-names.ts'
import type {Keymap} from '../keymap.ts'
import type {Place} from '../places.ts'
import {remembered} from '../remembered.ts'
import type {Capabilities} from '../state.ts'
import {TABS} from '../tabs.ts'
import {KIND_WORDS} from '../tree/kinds.ts'
import {BLANK, heading, type PaperLine} from './paper-line.ts'

/** How the keys are grouped: by the ids of bindings. */
export const KEY_GROUPS: readonly {readonly title: string; readonly ids: readonly string[]}[] = [
  {title: t`Moving`, ids: ['up', 'down', 'page-up', 'page-down', 'half-up', 'half-down', 'first', 'last']},
  {
    title: t`Panes and layers`,
    ids: [
      'switch-pane',
      'enter-files',
      'previous-layer',
      'next-layer',
      'layer-users',
      'mark-layer',
      'compare-here',
      'describe-layer',
    ],
  },
  {title: t`Folders`, ids: ['expand', 'collapse', 'toggle', 'expand-all', 'collapse-all', 'toggle-all']},
  {
    title: t`Finding`,
    ids: [
      'filter',
      'filter-kind',
      'filter-up',
      'filter-down',
      'keep-filter',
      'drop-filter',
      'next-match',
      'previous-match',
      'escape',
    ],
  },
  {title: t`Largest files`, ids: ['largest', 'go-to-largest', 'close-largest']},
  {
    title: t`What the tree shows`,
    ids: ['view', 'view-aggregated', 'view-changes', 'sort', 'attributes', 'show-hidden', 'ignore-noise'],
  },
  {
    title: t`A file`,
    ids: [
      'preview',
      'preview-search',
      'preview-send',
      'preview-leave-search',
      'preview-next',
      'preview-previous',
      'preview-wrap',
      'preview-bytes',
      'preview-right',
      'preview-left',
      'preview-more',
      'preview-close',
      'copy-path',
      'copy-digest',
    ],
  },
  {title: t`Tabs`, ids: [...TABS.map(({id}) => `tab-${id}`), 'leave-found', 'leave-tab']},
  {
    title: t`Waste, and where the base ends`,
    ids: [
      'open-finding',
      'close-finding',
      'go-to-blamed',
      'copy-fix',
      'show-silenced',
      'next-base',
      'base-more',
      'base-less',
      'base-here',
    ],
  },
  {title: t`Map`, ids: ['map-left', 'map-right', 'map-into', 'map-out', 'map-colour', 'map-to-tree']},
  {title: t`History`, ids: ['enter-step-layer', 'read-instruction']},
  {
    title: t`Versions of a path`,
    ids: [
      'versions',
      'view-version',
      'compare-versions',
      'mark-version',
      'show-in-layer',
      'next-hunk',
      'previous-hunk',
      'scroll-right',
      'scroll-left',
      'leave-versions',
    ],
  },
  {title: t`Extracting`, ids: ['extract', 'not-written']},
  {
    title: t`Commit, tag, push`,
    ids: ['commit', 'tag', 'push', 'pull', 'run', 'remove', 'save', 'load', 'start-registry'],
  },
  {
    title: t`Home`,
    ids: [
      'home-open',
      ...HOME_TABS.map(tab => `home-${tab}`),
      'home-next-tab',
      'home-previous-tab',
      'home-mark',
      'home-compare',
      'show-relatives',
      'show-matrix',
      'find-contents',
      'home-sort',
      'home-refresh',
      'home-engines',
      'home-filter',
      'home-filter-down',
      'home-filter-up',
      'home-keep-filter',
      'home-drop-filter',
      'home-whole-list',
    ],
  },
  {
    title: t`Registries`,
    ids: [
      'registry-up',
      'registry-leave',
      'registry-name',
      'registry-refresh',
      'registry-pull',
      'registry-tag',
      'registry-copy',
      'registry-copy-name',
      'registry-delete',
      'login',
      'doctor',
      'doctor-again',
      'copy-doctor',
      'close-doctor',
    ],
  },
  {
    title: t`Jobs`,
    ids: [
      'show-job',
      'older-job',
      'newer-job',
      'retry-job',
      'push-one-platform',
      'edit-job',
      'copy-advice',
      'cancel-job',
      'cancel-jobs',
      'close-job',
    ],
  },
  {title: t`Actions`, ids: ['run-action', 'palette-down', 'palette-up', 'close-palette']},
  {
    title: t`Forms`,
    ids: [
      'submit',
      'next-field',
      'previous-field',
      'take-suggestion',
      'commit-details',
      'toggle-field',
      'toggle-field-back',
      'leave-form',
    ],
  },
  {title: t`Reading`, ids: ['cancel-reading', 'read-on', 'choose', 'retry', 'back', 'back-to-list']},
  {title: t`Always`, ids: ['palette', 'help', 'close', 'quit', 'interrupt', 'suspend']},
]

/** What the mouse does, unless --no-mouse or the configuration leaves it to the terminal. */
export const MOUSE: readonly (readonly [string, string])[] = [
  [t`wheel`, t`through the pane below it`],
  [t`click`, t`choose a row, a tile, an answer; show a tab; do what a key at the bottom does`],
  [t`double click`, t`what enter does there`],
  [t`shift and drag`, t`select text, as the terminal does without us`],
]

/** In the terminal's own characters: see the theme's glyphs. */
const WASTED = {unicode: '▒', ascii: 'x'} as const

const LEGEND: readonly (readonly [string, string])[] = [
  ['+', t`added by the layer`],
  ['~', t`modified: content, type, link target or device`],
  ['m', t`metadata only: mode, owner, time or attributes; the whole file is stored again`],
  ['=', t`stored again, nothing differs`],
  ['-', KIND_WORDS.removed],
]

/** The keys of a binding as the help and the README show them. */
export function keysText(binding: Binding, unicode = true): string {
  return binding.keys.map(key => keyName(key, unicode)).join('  ')
}

/**
 * Every key, from the table of bindings, then what the letters beside files mean. The keys that work at `place` come first, those
 * that mean the same everywhere last of them; null is nowhere.
 */
export const helpLines = remembered(linesOf)

/** What every list can do: after what is special of a place. */
const COMMON: readonly string[] = [KEY_GROUPS[0]!.title, KEY_GROUPS.at(-1)!.title]

function linesOf({unicode}: Capabilities, columns: number, keys: Keymap, place: Place | null): readonly PaperLine[] {
  const bindings = bindingsWith(keys)
  const lines: PaperLine[] = []
  const addKeys = (title: string, ids: readonly string[], here: boolean): void => {
    const chosen = bindings
      .filter(each => ids.includes(each.id) && each.keys.length > 0)
      .filter(({places}) => here === (place !== null && places.includes(place)))
      .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
    if (chosen.length === 0) return
    if (lines.length > 0) lines.push(BLANK)
    lines.push(heading(title))
    for (const binding of chosen) lines.push(...described(keysText(binding, unicode), binding.label, columns))
  }
  const isCommon = ({title}: {title: string}): boolean => COMMON.includes(title)
  for (const {title, ids} of KEY_GROUPS.filter(group => !isCommon(group))) addKeys(title, ids, true)
  for (const {title, ids} of KEY_GROUPS.filter(isCommon)) addKeys(title, ids, true)
  if (lines.length > 0) lines.push(BLANK, heading(t`Elsewhere`))
  for (const {title, ids} of KEY_GROUPS) addKeys(title, ids, false)
  lines.push(BLANK, heading(t`Mouse`))
  for (const [what, meaning] of MOUSE) lines.push(...described(what, meaning, columns))
  lines.push(BLANK, heading(t`Letters beside files`))
  for (const [letter, meaning] of LEGEND) lines.push(...described(letter, meaning, columns))
  lines.push(BLANK, heading(t`Bars beside layers`))
  const wasted = t`bytes that no name in the final image reaches: hidden or replaced by later layers`
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
