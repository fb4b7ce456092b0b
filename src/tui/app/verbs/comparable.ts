import type {EngineImage} from '../../../image/analysis/engine-images.ts'
import {originOf} from '../../../image/analysis/sharing/origin.ts'
import {t} from '../../../text/translate.ts'
import {type Home, isStore, marksIn} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {cursorRow} from '../home/shown-rows.ts'
import {shownContainers} from '../home/tabs/containers.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {chosenRows} from './selected-row.ts'

/**
 * What would be compared now on home, as references: two marked images, the older one first; without marks the image under the
 * cursor with the one that it was committed or built from; a container with its image.
 * A sentence where nothing can be.
 */
export function comparable(state: State): readonly [before: string, after: string] | string {
  const home = homeOf(state)
  if (home === null || home.listing === null) return t`No engine has answered yet.`
  if (home.tab === 'containers') {
    const container = shownContainers(home)[cursorRow(state, home)]
    if (container === undefined) return t`There is no container here.`
    return [`${transportOf(home)}:${container.image}`, `container:${container.names[0] ?? container.id}`]
  }
  const marks = marksIn(home)
  const {images: all} = home.listing
  const images = all.filter(({id}) => marks.includes(id))
  const byAge = images.sort((a, b) => Date.parse(a.created ?? '') - Date.parse(b.created ?? '') || 0)
  const [first, second] = images.length === 0 ? withOrigin(state) : byAge
  if (images.length > 2) return t`Two images are compared, and ${images.length} are marked.`
  if (first === undefined || second === undefined) {
    return t`Mark two images with ${keyFor(state, 'home-mark')}: ${keyFor(state, 'home-compare')} compares them. One that was committed or built here is compared with its origin.`
  }
  return [referenceTo(home, first), referenceTo(home, second)]
}

/** The one image under the cursor, and before it the one that it was made from; none where that is not listed. */
function withOrigin(state: State): readonly EngineImage[] {
  const home = homeOf(state)
  const {sharing} = state
  const [id, ...others] = chosenRows(state, 'images')
  const row = home?.listing?.images.find(each => each.id === id)
  if (home === null || sharing === null || row === undefined || others.length > 0) return []
  const image = sharing.find(row.id)
  const origin = image < 0 ? -1 : originOf(sharing, image)
  const key = origin < 0 ? null : sharing.image(origin).key
  return (home.listing?.images ?? []).flatMap(each => (each.id === key ? [each, row] : []))
}

/** An image of home's list as a reference that opens exactly it. */
export function referenceTo(home: Home, image: EngineImage): string {
  return `${transportOf(home)}:${nameAmong(home.listing?.images ?? [], image)}`
}

function transportOf(home: Home): string {
  return isStore(home) ? 'store' : engineTransport(home)
}

/** How references say that home's engine has an image, containers-transports(5); one that has told nothing is Docker's. */
export function engineTransport(home: Home | null): 'docker-daemon' | 'podman' {
  return home?.listing?.engine.kind === 'podman' ? 'podman' : 'docker-daemon'
}

/** What an image is asked for by: its first tag, unless it leads to several platforms; else its ID, shortened. */
function nameAmong(all: readonly EngineImage[], {id, tags}: EngineImage): string {
  const tag = tags.find(each => all.every(other => other.id === id || !other.tags.includes(each)))
  return tag ?? id.slice('sha256:'.length, 'sha256:'.length + 12)
}
