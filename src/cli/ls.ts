import {ownerNamesAt} from '../image/filesystem/owner-names.ts'
import {resolvePath} from '../image/filesystem/resolve-path.ts'
import {walkChanged, walkVisible} from '../image/filesystem/walk.ts'
import {EntryMark} from '../image/layer/layer-index.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import {pathFailure} from '../operations/extract/path-failure.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {jsonText} from '../text/json-text.ts'
import {asOfLayer} from './as-of.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {type Listed, listedEntry, listedVersion} from './format/listed.ts'
import {listingLine} from './format/listing-line.ts'
import {oddLayersText} from './format/oddities.ts'

export const ls: Command = {
  name: 'ls',
  brief: 'its files',
  usage: 'REF [PATH]',
  summary: 'the files below PATH, all of them',
  options: [
    {name: 'layer', value: 'N', help: 'as of layer N instead of the last (layers count from 0)'},
    {name: 'changes', help: 'only what that layer added (+), modified (~), touched (m), rewrote (=), removed (-)'},
    {name: 'raw', help: "the entries of that layer's own tar, whiteouts included"},
    {name: 'json', help: 'one JSON object a line, for programs'},
  ],
  examples: [
    ['layerlens ls image.tar /etc', 'what the image has below /etc'],
    ['layerlens ls image.tar --layer 3 --changes', 'what layer 3 did'],
    ['layerlens ls image.tar --json | jq -r .path', 'all paths'],
  ],
  positionals: [1, 2],
  async run(given, world) {
    if (given.has('raw') && given.has('changes')) {
      throw new LensError('usage', '--raw and --changes exclude each other.', {advice: 'Leave one of them out.'})
    }
    const path = given.positionals[1] ?? '/'
    const raw = given.has('raw')
    const changes = given.has('changes')
    const look = (files: LoadedImage, layer: number) => paths(files, layer, path, changes).next()
    return asOfLayer(given, world, {compare: changes, alone: raw, look}, async (loaded, layer) => {
      const list = raw ? rawEntries(loaded, layer, path) : paths(loaded, layer, path, changes)
      await print(list, given, world)
      world.err(oddLayersText(loaded, on => (raw ? on === layer : on <= layer)))
      return EXIT.done
    })
  },
}

function* paths(loaded: LoadedImage, layer: number, path: string, changes: boolean): Generator<Listed> {
  const {union} = loaded
  if (layer < 0) return
  const owners = ownerNamesAt(union, layer)
  const [node, version] = placeOf(loaded, layer, path, changes)
  if (node > 0 && version >= 0 && !union.isDirectory(version)) {
    if (!changes || union.changeIn(node, layer) > 0)
      yield listedVersion(union, node, version, owners, changes ? layer : null)
    return
  }
  const walked = changes ? walkChanged(union, node, layer) : walkVisible(union, node, layer)
  for (const found of walked) yield listedVersion(union, found.node, found.version, owners, changes ? layer : null)
}

/**
 * Where a path leads, and its version there: folders that are links are followed, a link that is named itself is taken as a
 * link. Among changes also what the layer took away, in the version of before. Throws `not-found`.
 */
function placeOf(loaded: LoadedImage, layer: number, path: string, changes: boolean): readonly [number, number] {
  const found = resolvePath(loaded.union, path, layer, {followLast: false})
  if (found.kind === 'found') return [found.node, found.version]
  const removed = changes && found.kind === 'missing' && found.node > 0 && loaded.union.changeIn(found.node, layer) > 0
  if (removed) return [found.node, loaded.union.versionAt(found.node, layer - 1)]
  throw pathFailure(loaded, path, layer, found)
}

function* rawEntries(loaded: LoadedImage, layer: number, path: string): Generator<Listed> {
  const index = loaded.layers[layer]?.index
  if (!index) return
  const owners = ownerNamesAt(loaded.union, layer)
  const below = path
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/')
  for (let entry = 0; entry < index.entryCount; entry++) {
    const listed = listedEntry(index, entry, layer, owners)
    if (below !== '' && listed.path !== below && !listed.path.startsWith(`${below}/`)) continue
    yield index.columns.entryMark[entry] === EntryMark.none ? listed : {...listed, mark: true}
  }
}

/** Lines go out in pieces of this many characters: one write a line would cost more than making the lines. */
const PIECE = 1 << 16

async function print(list: Iterable<Listed>, given: Given, world: World): Promise<void> {
  const json = given.has('json')
  let piece = ''
  for (const listed of list) {
    piece += json ? `${jsonText(withoutMarks(listed), 0)}\n` : `${listingLine(listed)}\n`
    if (piece.length < PIECE) continue
    await world.out(piece)
    piece = ''
    throwIfCancelled(world.signal)
  }
  await world.out(piece)
}

function withoutMarks({mark: _mark, ...listed}: Listed): Omit<Listed, 'mark'> {
  return listed
}
