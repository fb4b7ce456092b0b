import {shortDigest} from '../../../../image/oci/digest.ts'
import type {Failure} from '../../../../image/oci/error.ts'
import {ellipsisFor} from '../../../../text/ellipsis.ts'
import {printable} from '../../../../text/printable.ts'
import {counted} from '../../../../text/size.ts'
import {t} from '../../../../text/translate.ts'
import {truncate, width} from '../../../../text/width.ts'
import {keyFor} from '../../key-for.ts'
import {goTo} from '../../registries/asking.ts'
import {type Level, levelOf, type TagFacts} from '../../registries/registries.ts'
import {type RegistryRow, registryCount, registryRows} from '../../registries/rows.ts'
import {referenceOf} from '../../registries/subject.ts'
import {factsFor} from '../../registries/tag-facts.ts'
import {shortAge} from '../../selectors/time-text.ts'
import type {State} from '../../state.ts'
import {begin} from '../../verbs/open.ts'
import type {Home} from '../home.ts'
import {homeOf} from '../in-state.ts'
import type {HomePage, TabView} from '../tab-view.ts'
import type {Cell, RowCells, Table} from '../table.ts'

const NOUNS: Readonly<Record<Level, string>> = {hosts: t`registries`, repositories: t`repositories`, tags: t`tags`}

/** Registries, in one of them its repositories, in one of those its tags: what they are, without pulling them. */
export const REGISTRIES: TabView<RegistryRow> = {
  title: t`Registries`,
  label,
  meaning: t`Registries: their repositories, their tags`,
  noun: ({registries}) => NOUNS[levelOf(registries)],
  table: home => tableFor(home),
  fromEngine: false,
  marks: null,
  rows: (_, home) => registryRows(home),
  count: (_, home) => registryCount(home),
  row: (row, state) => rowCells(row, state),
  page,
  about,
  order: ({registries}, state) => {
    if (levelOf(registries) === 'hosts') return t`best known first`
    return registries.repositories.more && levelOf(registries) === 'repositories'
      ? t`the first ones; ${keyFor(state, 'registry-name')} names another`
      : ''
  },
  open: (row, state) => {
    const {host, path} = homeOf(state)!.registries
    if (row.kind === 'host') return goTo(state, row.host, null)
    if (row.kind === 'repository') return goTo(state, host!, row.id)
    return begin(state, referenceOf({host: host!, path, tag: row.id}))
  },
}

const HOSTS: Table = {
  name: {key: 'name', title: t`registry`, cells: 24, kind: 'strong'},
  columns: [
    {key: 'login', title: t`login`, cells: 9, kind: 'plain'},
    {key: 'images', title: t`images here`, cells: 12, kind: 'quiet'},
    {key: 'pushed', title: t`lately`, cells: 9, kind: 'quiet'},
  ],
  first: ['login', 'images', 'pushed'],
  wide: [],
}

/** Where one is among registries, as far as there is room for it: a host is not cut, it goes first. */
function label({capabilities}: State, {tab, registries}: Home, room: number): string {
  const {host, path} = registries
  const cells = room - width(t`Registries: ${''}`)
  if (tab !== 'registries' || host === null || cells < 8) return t`Registries`
  const ascii = !capabilities.unicode
  const mark = ellipsisFor(!ascii)
  const shown = (place: string) => printable(place, {ascii})
  const places = path === null ? [shown(host)] : [shown(`${host}/${path}`), `${mark}/${shown(path)}`, shown(path)]
  const place = places.find(each => width(each) <= cells) ?? places.at(-1)!
  return t`Registries: ${truncate(place, cells, {from: 'start', mark})}`
}

function tableFor({registries}: Home): Table {
  const {host, path} = registries
  if (host === null) return HOSTS
  if (path === null) {
    return {
      name: {key: 'name', title: t`repository`, cells: 30, kind: 'strong'},
      columns: [],
      first: [],
      wide: [],
    }
  }
  return {
    name: {key: 'name', title: t`tags`, cells: 20, kind: 'strong'},
    columns: [
      {key: 'digest', title: t`digest`, cells: 12, kind: 'quiet'},
      {key: 'age', title: t`age`, cells: 10, kind: 'quiet'},
      {key: 'size', title: t`stored`, cells: 7, kind: 'size'},
      {key: 'platforms', title: t`platforms`, cells: 14, kind: 'plain'},
    ],
    first: ['size', 'age', 'platforms', 'digest'],
    wide: ['platforms'],
  }
}

function rowCells(row: RegistryRow, state: State): RowCells {
  const ascii = !state.capabilities.unicode
  const name = printable(row.id, {ascii})
  if (row.kind === 'host') {
    const cells = {
      name,
      login: row.login ? ({text: t`logged in`, tone: 'good'} as const) : '',
      images: row.images === 0 ? '' : counted(row.images, 'image', 'images'),
      pushed: row.recent ? t`pushed to` : '',
    }
    return {dimmed: false, cells}
  }
  if (row.kind === 'repository') return {dimmed: false, cells: {name}}
  const facts = factsFor(state, row.id)
  if (facts === null) return {dimmed: false, cells: {name, platforms: {text: ascii ? '...' : '…', tone: 'quiet'}}}
  return {dimmed: facts.failure !== null, cells: {name, ...tagCells(facts, state)}}
}

function tagCells(
  {digest, platforms, size, created, failure}: TagFacts,
  {capabilities, now}: State,
): Record<string, Cell> {
  const ascii = !capabilities.unicode
  return {
    digest: digest === null ? '' : shortDigest(digest),
    age: shortAge(created, now),
    size,
    platforms:
      failure === null
        ? printable(platforms.join(', '), {ascii})
        : {text: printable(failure.message, {ascii}), tone: 'problem'},
  }
}

function page(state: State, home: Home): HomePage | null {
  const {registries} = home
  const level = levelOf(registries)
  if (level === 'hosts') return null
  const {items, session, failure} = registries[level]
  const ascii = !state.capabilities.unicode
  const name = printable(level === 'tags' ? `${registries.host}/${registries.path}` : registries.host!, {ascii})
  if (items !== null && (items.length > 0 || session !== null)) return null
  if (failure !== null)
    return {text: printable(failure.message, {lines: true, ascii}), advice: advice(failure, state), tone: 'problem'}
  if (items === null) return {text: t`Asking ${name} ${ascii ? '...' : '…'}`, advice: '', tone: 'busy'}
  return level === 'tags'
    ? {
        text: t`${name} has no tags.`,
        advice: t`They may all have been deleted. ${keyFor(state, 'registry-refresh')} asks again.`,
        tone: 'plain',
      }
    : {
        text: t`${name} has no repositories yet.`,
        advice: t`What is pushed there is listed here. ${keyFor(state, 'registry-refresh')} asks again, ${keyFor(state, 'registry-name')} names a repository.`,
        tone: 'plain',
      }
}

/** What to do, in this screen's keys rather than in commands. */
function advice({kind, advice}: Failure, state: State): string {
  const ascii = !state.capabilities.unicode
  // Who lists nothing to strangers may show them a repository that they name.
  const names = t`${keyFor(state, 'registry-name')} names a repository`
  const keys = kind === 'registry-unauthorized' ? t`${keyFor(state, 'login')} logs in, ${names}` : names
  const rest = t`${keys}, ${keyFor(state, 'doctor')} looks at each step of the way, ${keyFor(state, 'registry-refresh')} asks again.`
  const said =
    advice === null || kind === 'registry-unauthorized' ? '' : `${printable(advice, {lines: true, ascii})}\n\n`
  return `${said}${rest}`
}

function about(row: RegistryRow | undefined, state: State): string {
  const home = homeOf(state)
  if (home === null) return ''
  const {registries} = home
  const ascii = !state.capabilities.unicode
  const level = levelOf(registries)
  if (page(state, home) !== null) return ''
  if (registries[level].failure !== null)
    return t`not up to date: ${printable(registries[level].failure!.message, {ascii})}`
  if (row === undefined) return ''
  if (row.kind === 'host') return t`${keyFor(state, 'home-open')} lists its repositories`
  const {host, path} = registries
  if (row.kind === 'repository') return printable(`${host}/${row.id}`, {ascii})
  const facts = factsFor(state, row.id)
  return printable(facts?.failure?.message ?? `${host}/${path}:${row.id}${facts?.digest ? `@${facts.digest}` : ''}`, {
    ascii,
  })
}
