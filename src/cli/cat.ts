import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import type {Context} from '../image/oci/image.ts'
import {HEAD_SIZE, looksBinary} from '../operations/extract/looks-binary.ts'
import {shownPath} from '../operations/extract/path-failure.ts'
import {contentOf, fileAt} from '../operations/read-file.ts'
import {size} from '../text/size.ts'
import {type Command, EXIT, type World} from './command.ts'
import {TerminalText} from './format/terminal-text.ts'
import {tellFaults} from './inspect.ts'
import {layerNumber} from './ls.ts'
import {openFor} from './open.ts'

export const cat: Command = {
  name: 'cat',
  usage: 'REF PATH',
  summary: "one file's bytes, links followed",
  options: [
    {name: 'layer', value: 'N', help: 'as of layer N: an earlier version, or a file deleted later'},
    {name: 'raw', help: 'to a terminal too: the exact bytes, escapes and binary included'},
  ],
  examples: [
    ['layerlens cat image.tar /etc/os-release', 'look into a file'],
    ['layerlens cat image.tar /opt/app/.env --layer 3', 'a file that a later layer deleted'],
    ['layerlens cat image.tar /usr/bin/node > node', 'take a file out'],
  ],
  positionals: [2, 2],
  async run(given, world) {
    const image = await openFor(given, world)
    const layer = layerNumber(given.value('layer'), image.layers.length)
    const loaded = await world.load(image, {verify: false, compare: false})
    const needed = loaded.faults.filter(fault => fault.layer <= layer)
    const tell = () => tellFaults({...loaded, faults: needed}, message => world.err(message))
    const path = given.positionals[1]!
    try {
      const file = fileAt(loaded, path, layer)
      const context: Context = {signal: world.signal, progress: () => {}}
      const bytes = contentOf(loaded, file.version, context)
      if (world.columns === null || given.has('raw')) await writeExactly(bytes, world)
      else await writeText(bytes, shownPath(path), file.size, world)
    } finally {
      // What a missing layer holds might have been the answer, or another one.
      tell()
    }
    return needed.length > 0 ? EXIT.input : EXIT.done
  },
}

async function writeExactly(bytes: AsyncIterable<Uint8Array>, world: World): Promise<void> {
  for await (const chunk of bytes) {
    throwIfCancelled(world.signal)
    await world.outBytes(chunk)
  }
}

/** To a terminal: text only, and harmless. */
async function writeText(bytes: AsyncIterable<Uint8Array>, path: string, length: number, world: World): Promise<void> {
  const text = new TerminalText()
  let seen = 0
  for await (const chunk of bytes) {
    throwIfCancelled(world.signal)
    if (seen === 0 && looksBinary(chunk.subarray(0, HEAD_SIZE), length <= HEAD_SIZE)) {
      throw new LensError('usage', `${path} is binary (${size(length)}); a terminal would make a mess of it.`, {
        advice: 'Write it to a file: layerlens cat REF PATH > FILE. With --raw it is shown all the same.',
      })
    }
    seen += chunk.length
    await world.out(text.write(chunk))
  }
  await world.out(text.end())
}
