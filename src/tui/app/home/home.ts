import type {EngineImage, ImageOrder} from '../../../image/analysis/engine-images.ts'
import type {Failure} from '../../../image/oci/error.ts'
import type {TextField} from '../field/text-field.ts'
import {NO_REGISTRIES, type Registries} from '../registries/registries.ts'
import {AT_TOP, type ListPlace} from './list-place.ts'

/** Where one starts without a reference: what the engine of this machine holds. */
export interface Home {
  readonly kind: 'home'
  /** the question to the engine that is under way: answers to older ones are dropped; null where none is */
  readonly session: number | null
  /** what was last listed; null before any engine answered */
  readonly listing: EngineListing | null
  /** why the last question got no answer: the listing is an old one then; null where it got one */
  readonly failure: Failure | null
  /** somebody waits to hear what came of the question: it is the first one, or was asked by a key */
  readonly awaited: boolean
  /** where no engine answers the first question, the image of the state's reference is opened; never later on */
  readonly fallsBack: boolean
  readonly tab: HomeTab
  /** of the images */
  readonly order: ImageOrder
  readonly lists: Readonly<Record<HomeTab, ListPlace>>
  readonly registries: Registries
}

/** The text that home's list is filtered by is being typed; home below is still drawn. */
export interface HomeFilter {
  readonly kind: 'home-filter'
  readonly field: TextField
}

/** Home's tabs in the order they are shown, their keys being their numbers in it; views.ts says what each is. */
export const HOME_TABS = ['images', 'containers', 'registries', 'sharing', 'jobs'] as const
export type HomeTab = (typeof HOME_TABS)[number]

/** What an engine lists; the shape of operations' EngineListing. All texts are hostile. */
export interface EngineListing {
  readonly engine: EngineFacts
  readonly images: readonly EngineImage[]
  readonly containers: readonly EngineContainer[]
  /** where engines were looked for in vain, in that order; absent where one answered */
  readonly tried?: readonly TriedEngine[]
}

/** A place where no engine answered; the shape of sources' TriedEngine. All texts are hostile. */
export interface TriedEngine {
  /** who named it: 'DOCKER_HOST', 'the default socket' … */
  readonly origin: string
  /** such as 'unix:///var/run/docker.sock' */
  readonly host: string
  /** the end of a sentence */
  readonly why: string
  /** the same in two or three words */
  readonly brief: string
  readonly advice: string | null
  /** nothing at all is there */
  readonly absent: boolean
}

export interface EngineFacts {
  /** 'store': no engine answered, and these are the images of our own store */
  readonly kind: 'docker' | 'podman' | 'store'
  /** '' for the store */
  readonly version: string
  /** such as 'unix:///var/run/docker.sock'; of the store its folder */
  readonly host: string
}

export interface EngineContainer {
  readonly id: string
  readonly names: readonly string[]
  /** the image as it was named when the container was made */
  readonly image: string
  /** ISO 8601; null where it is not known */
  readonly created: string | null
  /** created, running, paused, restarting, removing, exited, dead */
  readonly state: string
  /** in the engine's words: `Up 3 hours` */
  readonly status: string
  /** `127.0.0.1:8080->80/tcp` */
  readonly ports: readonly string[]
}

/** True where no engine answered and the store's images are listed. */
export function isStore({listing}: Home): boolean {
  return listing?.engine.kind === 'store'
}

/** What of the open tab's list is seen. */
export function placeIn({lists, tab}: Home): ListPlace {
  return lists[tab]
}

/** What is marked in the open tab: in the tree of layers the images of the list of images. */
export function marksIn({lists, tab}: Home): readonly string[] {
  return lists[marked(tab)].marks
}

/** Home with other marks in the open tab. */
export function withMarks(home: Home, marks: readonly string[]): Home {
  const tab = marked(home.tab)
  return {...home, lists: {...home.lists, [tab]: {...home.lists[tab], marks}}}
}

function marked(tab: HomeTab): HomeTab {
  return tab === 'sharing' ? 'images' : tab
}

/** Home with the place in the open tab's list changed. */
export function withPlace(home: Home, change: Partial<ListPlace>): Home {
  return {...home, lists: {...home.lists, [home.tab]: {...home.lists[home.tab], ...change}}}
}

/** Home with the place in every list changed, each seen as if its tab were open. */
export function withEachPlace(home: Home, change: (open: Home) => Partial<ListPlace>): Home {
  const lists = {...home.lists}
  for (const tab of HOME_TABS) lists[tab] = {...lists[tab], ...change({...home, tab})}
  return {...home, lists}
}

/** Home while the first question is under way. */
export function homeAtFirst(session: number, order: ImageOrder = 'created'): Home {
  return {
    kind: 'home',
    session,
    listing: null,
    failure: null,
    awaited: true,
    fallsBack: true,
    tab: 'images',
    order,
    lists: {images: AT_TOP, containers: AT_TOP, registries: AT_TOP, sharing: AT_TOP, jobs: AT_TOP},
    registries: NO_REGISTRIES,
  }
}
