import {shortDigest} from '../../image/oci/digest.ts'
import type {StoredImage} from '../../operations/store/store-listing.ts'
import {age} from '../../text/age.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import {columns} from './columns.ts'

const HEAD = ['image', 'id', 'created', 'stored', 'shared', 'platforms']

/** The store's images as a table; further tags of an image stand below its first. `demo`: it is the demo. */
export function storeText(images: readonly (StoredImage & {readonly demo?: true})[], now: number): string {
  const lines = images.flatMap(({tags, id, digest, created, storedSize, shared, platforms, problem, demo}) => {
    const [first = '<none>', ...more] = tags.map(tag => printable(tag))
    const facts = [
      shortDigest(id ?? digest),
      age(created, now) ?? '',
      size(storedSize),
      size(shared),
      (problem === null ? platforms.map(platform => printable(platform)).join(', ') : `! ${printable(problem)}`) +
        (demo ? '  (a demo)' : ''),
    ]
    return [[first, ...facts], ...more.map(tag => [tag])]
  })
  return columns([HEAD, ...lines], new Set([3, 4]))
}
