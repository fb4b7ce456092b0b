import {HEAD_SIZE, looksBinary} from '../image/content/looks-binary.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import type {Context} from '../image/oci/image.ts'
import {shownPath} from '../operations/extract/path-failure.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {contentOf, fileAt} from '../operations/read-file.ts'
import {printable} from '../text/printable.ts'
import {size} from '../text/size.ts'
import {asOfLayer} from './as-of.ts'
import {type Command, EXIT, type World} from './command.ts'
import {ProgressLine} from './format/progress-line.ts'
import {TerminalText} from './format/terminal-text.ts'

export const cat: Command = {
  name: 'cat',
  brief: "a file's bytes",
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
    const path = given.positionals[1]!
    const look = (files: LoadedImage, layer: number) => fileAt(files, path, layer)
    return asOfLayer(given, world, {look}, async (loaded, layer) => {
      const file = fileAt(loaded, path, layer)
      const bytes = told(world, context => contentOf(loaded, file.version, context))
      if (world.columns === null || given.has('raw')) await writeExactly(bytes, world)
      else await writeText(bytes, shownPath(path), file.size, world)
      return EXIT.done
    })
  },
}

/** What has to be fetched before the first byte comes, such as an engine's export, is told of with its size. */
async function* told(world: World, open: (context: Context) => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const line = new ProgressLine(text => world.err(text), world.showsProgress)
  const progress: Context['progress'] = ({label, done, total}) => line.update(printable(label), done, total ?? 0)
  try {
    for await (const chunk of open({signal: world.signal, progress})) {
      line.end()
      yield chunk
    }
  } finally {
    line.end()
  }
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
