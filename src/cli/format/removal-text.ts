import type {Collected} from '../../sources/store/collect.ts'
import type {StoreRemoval} from '../../sources/store/store-verbs.ts'
import {printable} from '../../text/printable.ts'
import {counted, size} from '../../text/size.ts'

/** What removing images from the store came to, a line each. */
export function removalText({untagged, deleted, collected, problem}: StoreRemoval): string {
  const lines = [
    ...untagged.map(name => `untagged ${name}`),
    ...deleted.map(digest => `deleted  ${digest}`),
    ...(problem === null ? collectedLines(collected) : [problem]),
  ]
  return lines.map(line => `${printable(line)}\n`).join('')
}

function collectedLines({blobs, freed, kept}: Collected): string[] {
  return [
    `freed    ${size(freed)} in ${counted(blobs, 'blob', 'blobs')}`,
    ...kept.map(
      ({blobs: count, bytes, why}) => `kept     ${size(bytes)} in ${counted(count, 'blob', 'blobs')}: ${why}`,
    ),
  ]
}
