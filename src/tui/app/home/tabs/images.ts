import {type EngineImage, filterImages, type ImageOrder, orderImages} from '../../../../image/analysis/engine-images.ts'
import {shortDigest} from '../../../../image/oci/digest.ts'
import {printable} from '../../../../text/printable.ts'
import {t} from '../../../../text/translate.ts'
import {keyFor} from '../../key-for.ts'
import {shortAge} from '../../selectors/time-text.ts'
import type {State} from '../../state.ts'
import {begin} from '../../verbs/open.ts'
import {enginePage, noEngineAdvice} from '../engine-page.ts'
import {type Home, isStore} from '../home.ts'
import {homeOf} from '../in-state.ts'
import type {HomePage, TabView} from '../tab-view.ts'

const SIZE = 7

const ORDERS: Readonly<Record<ImageOrder, string>> = {
  created: t`newest first`,
  size: t`by size`,
  unique: t`by unique size`,
  name: t`by name`,
}

/** The engine's images: what they hold, share, and who uses them. */
export const IMAGES: TabView<EngineImage> = {
  title: t`Images`,
  meaning: t`Images: what they hold, share and who uses them`,
  noun: t`images`,
  fromEngine: true,
  marks: ({id}) => [id],
  table: {
    name: {key: 'name', title: t`repository:tag`, cells: 28, kind: 'strong'},
    columns: [
      {key: 'id', title: t`id`, cells: 12, kind: 'quiet'},
      {key: 'age', title: t`age`, cells: 10, kind: 'quiet'},
      {key: 'size', title: t`size`, cells: SIZE, kind: 'size'},
      {key: 'shared', title: t`shared`, cells: SIZE, kind: 'size'},
      {key: 'unique', title: t`unique`, cells: SIZE, kind: 'size'},
      {key: 'users', title: t`used by`, cells: 14, kind: 'plain'},
    ],
    first: ['size', 'unique', 'age', 'shared', 'users', 'id'],
    wide: ['users'],
  },
  rows: (_, home) => shownImages(home),
  count: (_, {listing}) => listing?.images.length ?? 0,
  row: (image, {capabilities, now}) => {
    const ascii = !capabilities.unicode
    return {
      dimmed: image.dangling,
      cells: {
        name: printable(imageName(image), {ascii}),
        id: shortDigest(image.id),
        age: shortAge(image.created, now),
        size: image.engineSize,
        shared: image.shared,
        unique: image.unique,
        users: printable(userNames(image), {ascii}),
      },
    }
  },
  page: (state, home) =>
    enginePage(state, home) ??
    (home.listing?.images.length === 0 ? (isStore(home) ? emptyStore(state, home) : emptyEngine(state)) : null),
  about: (image, state) => {
    if (image === undefined) return ''
    const ascii = !state.capabilities.unicode
    if (image.demo) return printable(t`${imageName(image)}, a demo: ${keyFor(state, 'remove')} removes it`, {ascii})
    const users = image.usedBy.length > 0 ? t`, used by ${userNames(image)}` : ''
    return printable(imageName(image) + users, {ascii})
  },
  order: ({order}) => ORDERS[order],
  open: (image, state) => begin(state, `${isInStore(state) ? 'store:' : ''}${image.id}`),
}

function isInStore(state: State): boolean {
  const home = homeOf(state)
  return home !== null && isStore(home)
}

function emptyStore(state: State, home: Home): HomePage {
  const [pull, load] = [keyFor(state, 'pull'), keyFor(state, 'load')]
  const fill = t`${pull} pulls one from a registry, ${load} loads an archive; neither needs an engine.`
  return {
    text: t`No engine answers, and the store has no images.`,
    advice: `${fill}\n\n${noEngineAdvice(state, home)}`,
    tone: 'plain',
  }
}

function emptyEngine(state: State): HomePage {
  return {
    text: t`This engine has no images.`,
    advice: t`${keyFor(state, 'pull')} pulls one, ${keyFor(state, 'load')} loads an archive; ${keyFor(state, 'home-refresh')} lists again what was built meanwhile.`,
    tone: 'plain',
  }
}

interface Shown {
  readonly filter: string
  readonly order: ImageOrder
  readonly rows: readonly EngineImage[]
}

/** What was shown last of a list: a key that only moves the cursor sorts nothing. */
const last = new WeakMap<readonly EngineImage[], Shown>()

/** The images that home lists: those the filter leaves, in the order that was asked for. */
export function shownImages({listing, lists, order}: Home): readonly EngineImage[] {
  if (listing === null) return []
  const {filter} = lists.images
  const known = last.get(listing.images)
  if (known?.filter === filter && known.order === order) return known.rows
  const rows = orderImages(filterImages(listing.images, filter), order)
  last.set(listing.images, {filter, order, rows})
  return rows
}

/** All tags of an image in one line: further ones of the same repository by their tag alone, `shop/api:1.4 :latest`. Hostile. */
export function imageName({tags, digests}: EngineImage): string {
  if (tags.length === 0) {
    const repository = digests[0]?.split('@')[0]
    return repository === undefined ? '<none>' : t`<none> of ${repository}`
  }
  let repository = ''
  const names = tags.map(tag => {
    const colon = tag.lastIndexOf(':')
    if (tag.slice(0, colon) === repository) return tag.slice(colon)
    repository = tag.slice(0, colon)
    return tag
  })
  return names.join(' ')
}

/** The containers that stand on an image. Hostile. */
function userNames({usedBy}: EngineImage): string {
  return usedBy.map(({names, id}) => names[0] ?? id.slice(0, 12)).join(', ')
}
