import {ownerNamesAt} from '../image/filesystem/owner-names.ts'
import type {Union} from '../image/filesystem/union.ts'
import {walkChanged, walkVisible} from '../image/filesystem/walk.ts'
import {EntryMark} from '../image/layer/layer-index.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
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
  const node = union.find(path)
  const version = node < 0 ? -1 : union.versionAt(node, layer)
  if (node !== 0 && version < 0 && !(changes && node > 0 && union.changeIn(node, layer) > 0)) {
    throw noSuchPath(union, node, path, layer)
  }
  if (node > 0 && version >= 0 && !union.isDirectory(version)) {
    if (!changes || union.changeIn(node, layer) > 0)
      yield listedVersion(union, node, version, owners, changes ? layer : null)
    return
  }
  const walked = changes ? walkChanged(union, node, layer) : walkVisible(union, node, layer)
  for (const found of walked) yield listedVersion(union, found.node, found.version, owners, changes ? layer : null)
}

function noSuchPath(union: Union, node: number, path: string, layer: number): LensError {
  const shown = `/${printable(path.replace(/^\/+/, ''))}`
  const last = node < 0 ? -1 : union.versionsOf(node).find(v => union.columns.versionLayer[v]! <= layer)
  const later = node < 0 ? -1 : (union.versionsOf(node).at(-1) ?? -1)
  if (last !== undefined && last >= 0) {
    const until = union.columns.versionUntil[last]!
    return new LensError('not-found', `${shown} is not there any more: layer ${until} removed it.`, {
      advice: `See it as it was: --layer ${until - 1}`,
    })
  }
  if (later >= 0) {
    const from = union.columns.versionLayer[later]!
    return new LensError('not-found', `${shown} is not there yet as of layer ${layer}.`, {
      advice: `Layer ${from} brings it: --layer ${from}`,
    })
  }
  return new LensError('not-found', `There is no ${shown} in this image.`, {
    advice: 'List what is there: layerlens ls REF',
  })
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
