import {printable} from '../../../text/printable.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {width} from '../../../text/width.ts'
import type {TextField} from '../field/text-field.ts'
import {type EngineListing, HOME_TABS, type Home, type HomeTab, marksIn, placeIn} from '../home/home.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
import type {HomePage} from '../home/tab-view.ts'
import {whyNoEngine} from '../home/tried-engines.ts'
import {nounOf, viewOf} from '../home/views.ts'
import {keyFor} from '../key-for.ts'
import {type State, top} from '../state.ts'
import type {TopFact, TopLine} from './image-facts.ts'
import {removalFoot} from './removal-foot.ts'

/** What is asked of whom, how much is there. The size is what all images take together: what they share counts once. */
export function homeTopLine(home: Home, {capabilities, sharing, terminal}: State): TopLine {
  const {listing} = home
  const {unicode} = capabilities
  const ascii = !unicode
  if (listing === null) return {name: t`Home`, facts: [], transport: '', status: status(home, unicode)}
  const {kind, version, host} = listing.engine
  if (kind === 'store') {
    const facts = sums(listing, sharing).filter(({rank}) => rank !== CONTAINERS)
    const why = t`no engine: ${whyNoEngine(listing.tried ?? [], ascii)}`
    // What there is comes before a long reason.
    const fits = width(why) <= terminal.columns * 0.6
    return {name: t`store`, facts, transport: fits ? why : t`no engine`, status: status(home, unicode)}
  }
  return {
    name: printable(`${kind} ${version}`, {ascii}),
    facts: sums(listing, sharing),
    transport: printable(host.split(':')[0]!, {ascii}),
    status: status(home, unicode),
  }
}

/** the rank of their number: a store has none */
const CONTAINERS = 2

function sums({images, containers}: EngineListing, sharing: State['sharing']): TopFact[] {
  const totals = sharing?.totals()
  const saved = totals === undefined ? 0 : totals.apparent - totals.stored
  return [
    {rank: 0, text: counted(images.length, 'image', 'images')},
    // Until it is known which layers they have, any sum would be wrong.
    ...(totals === undefined ? [] : [{rank: 1, text: size(totals.stored)}]),
    ...(saved > 0 ? [{rank: 3, text: t`sharing saves ${size(saved)}`}] : []),
    {rank: CONTAINERS, text: counted(containers.length, 'container', 'containers')},
  ]
}

function status({session, listing, failure}: Home, unicode: boolean): TopLine['status'] {
  const busy = unicode ? '⟳ ' : ''
  if (session !== null) return {text: `${busy}${listing === null ? t`looking` : t`listing`}`, tone: 'busy'}
  if (failure === null) return null
  return {text: listing === null ? t`no engine` : t`not up to date`, tone: 'problem'}
}

/** What stands there in place of rows; null where there are rows. */
export function homePage(home: Home, state: State): HomePage | null {
  const view = viewOf(home.tab)
  const page = view.page(state, home)
  if (page !== null || shownRows(state, home).length > 0) return page
  return {text: t`None of the ${nounOf(home)} holds this text.`, advice: '', tone: 'plain'}
}

/** The tabs, and which one is open. */
export function homeTabs(
  home: Home,
  state: State,
): {readonly key: string; readonly label: string; readonly active: boolean}[] {
  const keys = HOME_TABS.map(tab => keyFor(state, `home-${tab}`))
  const labelIn = (tab: HomeTab, room: number) => viewOf(tab).label?.(state, home, room) ?? viewOf(tab).title
  const cells = HOME_TABS.map((tab, i) => width(`${keys[i]}${labelIn(tab, 0)}`) + AROUND_LABEL)
  const whole = cells.reduce((sum, each) => sum + each, 0)
  return HOME_TABS.map((tab, i) => {
    const others = whole - cells[i]!
    const room = state.terminal.columns - others - width(keys[i]!) - AROUND_LABEL
    return {key: keys[i]!, label: labelIn(tab, room), active: tab === home.tab}
  })
}

/** A tab’s edges, and the blank behind its key. */
const AROUND_LABEL = 3

/** The line below the list. */
export interface HomeFoot {
  /** what is being typed */
  readonly field: TextField | null
  /** what is marked, the filter that is kept, or what the columns have no room for. Printable */
  readonly text: string
  readonly note: string
}

/**
 * The line below home's list: the filter that is typed or kept, else what the marks come to, else more of the row; and the
 * place.
 */
export function homeFoot(home: Home, state: State): HomeFoot {
  const context = top(state)
  const view = viewOf(home.tab)
  const {filter} = placeIn(home)
  const marks = marksIn(home)
  const ascii = !state.capabilities.unicode
  const rows = shownRows(state, home)
  const at = cursorRow(state, home)
  const whole = view.count(state, home)
  const place = rows.length > 0 ? t`${at + 1} of ${rows.length}` : ''
  const among = filter !== '' && whole > 0 ? t`${rows.length} of ${whole} ${nounOf(home)}` : place
  const dot = ascii ? ' - ' : ' · '
  // What a removal frees, and who holds the rest, needs the line.
  const note = whole === 0 || marks.length > 0 ? '' : [among, view.order(home, state)].filter(Boolean).join(dot)
  const field = context.kind === 'home-filter' ? context.field : null
  const text = filter === '' ? view.about(rows[at], state) : printable(`/${filter}`, {ascii})
  return {field, text: marks.length > 0 && field === null ? marked(home, state) : text, note}
}

/** Cells of the line below the list that hold nothing. */
const FOOT_BLANKS = 3

/** What is marked; of images what removing them would free. */
function marked(home: Home, {sharing, capabilities, terminal}: State): string {
  const marks = marksIn(home)
  return (home.tab === 'images' || home.tab === 'sharing') && sharing !== null
    ? removalFoot(marks, sharing, !capabilities.unicode, terminal.columns - FOOT_BLANKS)
    : t`${marks.length} marked`
}
