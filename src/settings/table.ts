import type {WrittenValue} from '../image/analysis/configuration/written-value.ts'
import type {Silence} from '../image/analysis/finding.ts'
import {LANGUAGES} from '../text/language.ts'
import {KEYS, silences} from './lists.ts'
import {folder, type Kind, oneOf, SIZE, someOf, TEXT, YES_OR_NO} from './setting.ts'
import type {SettingName, Settings} from './settings.ts'

/** What a setting is called in each place. */
export interface SettingNames {
  readonly flag: string
  /** the flag that says no, of a setting that is yes or no */
  readonly flagOff?: string
  readonly short?: string
  readonly variable: string
  /** for the README's table */
  readonly values: string
  /** each of them, where they can be listed */
  readonly choices?: readonly string[]
  /** several of them may be given, with commas between */
  readonly several?: true
  readonly meaning: string
  /** the commands take the flag too, not only the screen */
  readonly everywhere?: true
  /** variables of others that count more than the file, as they do for who made them */
  readonly yieldsTo?: readonly string[]
}

/** With how its values are written there, and what it is where nobody says. */
export interface Setting<T> extends SettingNames {
  readonly kind: Kind<T>
  readonly standard: T
}

export type SettingTable = {readonly [K in SettingName]: Setting<Settings[K]>}

/** What the table needs of the machine. */
export interface Surroundings {
  readonly home: string
  /** where our own store is by default */
  readonly store: string
  /** reads a list of silences in the file */
  readonly silences: (written: WrittenValue) => readonly Silence[]
}

const TABS = ['files', 'waste', 'map', 'history', 'config', 'sharing'] as const satisfies readonly Settings['tab'][]
const KINDS = ['unchanged', 'added', 'modified', 'metadata', 'rewritten', 'removed'] as const satisfies Settings['hide']
const ORDERS = ['created', 'size', 'unique', 'name'] as const satisfies readonly Settings['imageSort'][]
const LANGUAGE_WORDS = ['auto', ...LANGUAGES] as const
const THEMES = ['auto', 'light', 'dark', 'high-contrast'] as const
const VIEWS = ['all', 'changes', 'layer'] as const
const SORTS = ['size', 'name'] as const

/** Choices, and as the README tells them. */
const listed = (choices: readonly string[]) => ({choices, values: choices.join(', ')})

/** Every setting, in the order they are told. */
export function settingTable({home, store, silences: fromFile}: Surroundings): SettingTable {
  return {
    theme: {
      flag: 'theme',
      variable: 'LAYERLENS_THEME',
      ...listed(THEMES),
      meaning: 'colours; auto asks the terminal for its background',
      kind: oneOf('theme', THEMES),
      standard: 'auto',
    },
    language: {
      flag: 'lang',
      variable: 'LAYERLENS_LANG',
      ...listed(LANGUAGE_WORDS),
      meaning: 'the language of the screen; auto goes by the locale (LANG)',
      kind: oneOf('language', LANGUAGE_WORDS),
      standard: 'auto',
    },
    tab: {
      flag: 'tab',
      variable: 'LAYERLENS_TAB',
      ...listed(TABS),
      meaning: 'what an image shows first',
      kind: oneOf('tab', TABS),
      standard: 'files',
    },
    view: {
      flag: 'view',
      variable: 'LAYERLENS_VIEW',
      ...listed(VIEWS),
      meaning: 'the tree at first: everything as of the layer, what it changed, what it holds',
      kind: oneOf('view', VIEWS),
      standard: 'all',
    },
    sort: {
      flag: 'sort',
      variable: 'LAYERLENS_SORT',
      ...listed(SORTS),
      meaning: 'the order of the files',
      kind: oneOf('order', SORTS),
      standard: 'size',
    },
    attributes: {
      flag: 'attributes',
      flagOff: 'no-attributes',
      variable: 'LAYERLENS_ATTRIBUTES',
      values: 'true, false',
      meaning: 'mode, owner, time and exact sizes beside files',
      kind: YES_OR_NO,
      standard: false,
    },
    hide: {
      flag: 'hide',
      variable: 'LAYERLENS_HIDE',
      ...listed(KINDS),
      several: true,
      meaning: 'kinds of change that the tree leaves out, several of them; H shows them',
      kind: someOf('kind of change', KINDS),
      standard: [],
    },
    imageSort: {
      flag: 'image-sort',
      variable: 'LAYERLENS_IMAGE_SORT',
      ...listed(ORDERS),
      meaning: 'the order of home’s images',
      kind: oneOf('order', ORDERS),
      standard: 'created',
    },
    mouse: {
      flag: 'mouse',
      flagOff: 'no-mouse',
      variable: 'LAYERLENS_MOUSE',
      values: 'true, false',
      meaning: 'wheel, click and double click; shift selects text all the same',
      kind: YES_OR_NO,
      standard: true,
    },
    screenReader: {
      flag: 'screen-reader',
      flagOff: 'no-screen-reader',
      variable: 'LAYERLENS_SCREEN_READER',
      values: 'true, false',
      meaning: 'lines to be read out, one thing after the other; INK_SCREEN_READER=true as well',
      kind: YES_OR_NO,
      standard: false,
    },
    keys: {
      flag: 'key',
      variable: 'LAYERLENS_KEYS',
      values: 'quit: Q, extract: [x, ctrl+e]',
      meaning: 'other keys for bindings, by their names; as text quit=Q extract=x,ctrl+e',
      kind: KEYS,
      standard: [],
    },
    ignore: {
      flag: 'ignore',
      variable: 'LAYERLENS_IGNORE',
      values: '{rule, path, reason}',
      meaning: 'findings not to hear of, beside those of .layerlens.yaml; as text docs,secret:etc/ssh/**',
      kind: silences(fromFile),
      standard: [],
    },
    host: {
      flag: 'host',
      short: 'H',
      variable: 'LAYERLENS_HOST',
      values: 'unix://PATH, tcp://HOST:PORT, ssh://HOST',
      meaning: 'the engine; DOCKER_HOST and DOCKER_CONTEXT count more than the file',
      kind: TEXT,
      standard: null,
      everywhere: true,
      yieldsTo: ['DOCKER_HOST', 'DOCKER_CONTEXT'],
    },
    store: {
      flag: 'store',
      variable: 'LAYERLENS_STORE',
      values: 'a folder',
      meaning: 'where our own store of images is',
      kind: folder(home),
      standard: store,
      everywhere: true,
    },
    cache: {
      flag: 'cache',
      flagOff: 'no-cache',
      variable: 'LAYERLENS_CACHE',
      values: 'true, false',
      meaning: 'keep the indexes of layers that were read',
      kind: YES_OR_NO,
      standard: true,
      everywhere: true,
    },
    cacheSize: {
      flag: 'cache-size',
      variable: 'LAYERLENS_CACHE_SIZE',
      values: 'a size, such as 500MB',
      meaning: 'how large they may be together; those used longest ago go first',
      kind: SIZE,
      standard: 2 * 1024 ** 3,
      everywhere: true,
    },
  }
}
