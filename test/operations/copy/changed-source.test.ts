import {appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {digestHex} from '../../../src/image/oci/digest.ts'
import type {Image} from '../../../src/image/oci/image.ts'
import {copyImage} from '../../../src/operations/copy/copy-image.ts'
import {DockerArchiveWriter} from '../../../src/sources/archive/docker-archive-destination.ts'
import {OciArchiveDestination} from '../../../src/sources/archive/oci-archive-destination.ts'
import {LayoutDestination} from '../../../src/sources/layout/layout-destination.ts'
import type {Destination} from '../../../src/sources/medium/destination.ts'
import {resolveReference} from '../../../src/sources/resolve.ts'
import {Store} from '../../../src/sources/store/store.ts'
import {StoreDestination} from '../../../src/sources/store/store-destination.ts'
import {parseStoreName} from '../../../src/sources/store/store-name.ts'
import {context} from '../../sources/opening.ts'
import {failing, QuickClock, registriesOf} from '../../sources/registry/clients.ts'
import {serveLayout} from '../../sources/registry/serve-layout.ts'
import {imageOf, openImage, ownFolder} from '../../sources/store/images.ts'

const folder = ownFolder()
let n = 0

/** What happens to the file of a layer between opening the image and copying it, and what is said of it then. */
const CHANGES: readonly (readonly [what: string, change: (path: string) => void, says: RegExp])[] = [
  ['changed in one byte', flip, /gave bytes with the digest sha256:|data is damaged/],
  ['cut short', path => truncateSync(path, 20), /only 20 of (its|the) |data is damaged: unexpected end/],
  ['removed', path => rmSync(path), /no file or folder|does not have the blob/],
]

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(path, bytes)
}

const TARGETS: readonly (readonly [what: string, make: (path: string) => Destination])[] = [
  ['a layout', path => new LayoutDestination(path, '1')],
  ['the store', path => new StoreDestination(new Store(path), parseStoreName('one'))],
  ['an OCI archive', path => new OciArchiveDestination(path, '1')],
  ['a docker-archive', path => new DockerArchiveWriter(path).destination('one')],
]

/** Copies an image of a layout, or of a registry that serves it, of whose last layer something became meanwhile. */
async function copied(
  from: 'layout' | 'registry',
  make: (path: string) => Destination,
  change: (path: string) => void,
) {
  const image = await imageOf(folder, ['one', `two-${n}`])
  const layout = image.reference.slice('oci:'.length)
  const target = join(folder, `target-${n++}`)
  const opened = from === 'layout' ? image : await remote((await serveLayout(layout)).host)
  change(join(layout, 'blobs/sha256', digestHex(image.layers[1]!.digest!)))
  return {target, copying: copyImage(opened, make(target), {context, onEvent: () => {}})}
}

async function remote(host: string): Promise<Image> {
  const registries = registriesOf({clock: new QuickClock()})
  const resolved = await resolveReference(`docker://${host}/app:1`, {hostArchitecture: 'amd64', context, registries})
  if (resolved.kind !== 'image') throw new Error('a choice')
  return resolved.image
}

describe.each(TARGETS)('a copy to %s', (_target, make) => {
  describe.each(['layout', 'registry'] as const)('from a %s that changes meanwhile', from => {
    it.each(CHANGES)(
      'is told that a layer is not what it was (%s), and leaves nothing that opens',
      async (...given) => {
        const [, change, says] = given
        const {target, copying} = await copied(from, make, change)
        const {message, advice} = await failing(copying)
        expect(message).toMatch(says)
        expect(advice).not.toBeUndefined()
        expect(leftIn(target)).toEqual([])
        await expect(openImage(`oci:${target}:1`)).rejects.toThrow()
      },
    )
  })

  it('takes no more from a registry than the manifest says', async () => {
    const {target, copying} = await copied('registry', make, path => appendFileSync(path, 'more'))
    expect((await failing(copying)).message).toMatch(/more than (its|the) \d+ bytes|with the digest sha256:/)
    expect(leftIn(target)).toEqual([])
  })

  it('takes no more of a file than was there when it was opened: who adds to it does no harm', async () => {
    const {copying} = await copied('layout', make, path => appendFileSync(path, 'more'))
    await copying
  })
})

/** Half-written files, and a list or an archive, which would lead to what is not there. */
function leftIn(target: string): string[] {
  if (!existsSync(target)) return []
  return readdirSync(target, {recursive: true, encoding: 'utf8'}).filter(
    name => /\.tmp$|index\.json$/.test(name) || /incoming\/./.test(name),
  )
}
