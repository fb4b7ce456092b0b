import type {RemovalMark} from './removal-plan.ts'
import type {Sharing} from './sharing.ts'

/**
 * What somebody means who names an image to be removed, as `docker rmi` reads it: a tag (`:latest` may be left out) is only
 * that tag, of all platforms that it leads to; an ID, or the beginning of one, is the whole image. None where nothing is
 * called so, or more than one thing.
 */
export function marksNamed(sharing: Sharing, name: string): readonly RemovalMark[] {
  const {images} = sharing.holdings
  for (const spelling of [name, `${name}:latest`, `localhost/${name}`, `docker.io/library/${name}`]) {
    // Where a tag leads to several platforms, each is called `TAG (PLATFORM)`.
    const isSpelled = (tag: string) => tag === spelling || tag.startsWith(`${spelling} (`)
    const tagged = images.filter(({tags}) => tags.some(isSpelled))
    if (tagged.length > 0) return tagged.map(({key, tags}) => ({image: key, tags: tags.filter(isSpelled)}))
  }
  const hex = name.replace(/^sha256:/, '')
  const whole = images.filter(({key}) => key === name || (hex.length > 2 && key.startsWith(`sha256:${hex}`)))
  return whole.length === 1 ? [{image: whole[0]!.key}] : []
}
