import {shortDigest} from '../../image/oci/digest.ts'
import type {ImageRow} from '../../operations/engine/image-table.ts'
import type {ListedContainer} from '../../sources/engine/container-list.ts'
import {age} from '../../text/age.ts'
import {masked} from '../../text/mask.ts'
import {printable} from '../../text/printable.ts'
import {size} from '../../text/size.ts'
import {columns} from './columns.ts'

const HEAD = ['image', 'id', 'created', 'size', 'shared', 'unique', 'used by']

/** An engine's images as a table; further tags of an image stand below its first. */
export function imagesText(rows: readonly ImageRow[], now: number): string {
  const lines = rows.flatMap(row => {
    const {tags, id, created, engineSize, shared, unique, usedBy} = row
    const [first = '<none>', ...more] = tags.map(tag => printable(tag))
    const users = usedBy.map(({names, id}) => printable(names[0] ?? id.slice(0, 12))).join(', ')
    const facts = [
      shortDigest(id),
      age(created, now) ?? '',
      size(engineSize),
      orUnknown(shared),
      orUnknown(unique),
      users,
    ]
    return [[first, ...facts], ...more.map(tag => [tag])]
  })
  return columns([HEAD, ...lines], new Set([3, 4, 5]))
}

function orUnknown(bytes: number | null): string {
  return bytes === null ? '?' : size(bytes)
}

/** An engine's containers as a table. */
export function containersText(rows: readonly ListedContainer[], now: number): string {
  const lines = rows.map(({names, id, image, status, created, ports, command}) => [
    printable(names[0] ?? ''),
    printable(id.slice(0, 12)),
    printable(image),
    printable(status),
    age(created, now) ?? '',
    ports.map(port => printable(port)).join(', '),
    printable(masked(command)),
  ])
  return columns([['container', 'id', 'image', 'status', 'created', 'ports', 'command'], ...lines])
}
