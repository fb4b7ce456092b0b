import {printable} from '../../../../text/printable.ts'
import {t} from '../../../../text/translate.ts'
import {remembered} from '../../remembered.ts'
import {shortAge} from '../../selectors/time-text.ts'
import {begin} from '../../verbs/open.ts'
import {stateWord, statusWords} from '../container-words.ts'
import {enginePage, storePage} from '../engine-page.ts'
import type {EngineContainer, Home} from '../home.ts'
import type {TabView} from '../tab-view.ts'
import type {Tone} from '../table.ts'

const STATES: Readonly<Record<string, Tone>> = {
  running: 'good',
  paused: 'busy',
  restarting: 'busy',
  removing: 'busy',
  dead: 'problem',
}

/** The engine's containers, running or not. */
export const CONTAINERS: TabView<EngineContainer> = {
  title: t`Containers`,
  meaning: t`Containers, running or not`,
  noun: t`containers`,
  fromEngine: true,
  marks: null,
  table: {
    name: {key: 'name', title: t`container`, cells: 20, kind: 'strong'},
    columns: [
      {key: 'image', title: t`image`, cells: 18, kind: 'plain'},
      {key: 'state', title: t`state`, cells: 10, kind: 'plain'},
      {key: 'status', title: t`status`, cells: 22, kind: 'plain'},
      {key: 'age', title: t`age`, cells: 10, kind: 'quiet'},
      {key: 'ports', title: t`ports`, cells: 14, kind: 'plain'},
    ],
    first: ['state', 'image', 'age', 'status', 'ports'],
    wide: ['image', 'ports'],
  },
  rows: (_, home) => shownContainers(home),
  count: (_, {listing}) => listing?.containers.length ?? 0,
  row: (container, {capabilities, now}) => {
    const {image, created, state, status, ports} = container
    const ascii = !capabilities.unicode
    return {
      dimmed: state !== 'running' && state !== 'paused' && state !== 'restarting',
      cells: {
        name: printable(containerName(container), {ascii}),
        image: printable(image, {ascii}),
        state: {text: printable(stateWord(state), {ascii}), tone: STATES[state] ?? 'quiet'},
        status: printable(statusWords(status), {ascii}),
        age: shortAge(created, now),
        ports: printable(ports.join(', '), {ascii}),
      },
    }
  },
  page: (state, home) =>
    enginePage(state, home) ?? storePage(state, home) ?? (home.listing?.containers.length === 0 ? EMPTY : null),
  about: () => '',
  order: () => t`newest first`,
  open: (container, state) => begin(state, `container:${container.names[0] ?? container.id}`),
}

const EMPTY = {text: t`This engine has no containers.`, advice: '', tone: 'plain'} as const

/** The containers that home lists: those whose name, ID or image holds the filter's text, the newest first. */
export function shownContainers({listing, lists}: Home): readonly EngineContainer[] {
  return listing === null ? [] : filtered(listing.containers, lists.containers.filter)
}

const filtered = remembered((containers: readonly EngineContainer[], filter: string): readonly EngineContainer[] => {
  const wanted = filter.toLowerCase()
  return containers.filter(({names, id, image}) =>
    [...names, id, image].some(text => text.toLowerCase().includes(wanted)),
  )
})

/** What a container is called by: its name, else the first digits of its ID. Hostile. */
export function containerName({names, id}: Pick<EngineContainer, 'names' | 'id'>): string {
  return names[0] ?? id.slice(0, 12)
}
