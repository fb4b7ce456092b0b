import {LensError} from '../image/oci/error.ts'
import {clearCompiledCode} from '../operations/cache/compiled-code.ts'
import {LayerCache} from '../operations/cache/layer-cache.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {counted, size} from '../text/size.ts'
import {type Command, EXIT} from './command.ts'
import {columns} from './format/columns.ts'

export const cache: Command = {
  name: 'cache',
  brief: 'its size',
  usage: '',
  summary: 'how large the index cache is',
  options: [
    {name: 'clear', help: 'empty it; what is opened next is read anew'},
    {name: 'json', help: 'as one JSON document, for programs'},
  ],
  examples: [
    ['layerlens cache', 'where it lies and how large it is'],
    ['layerlens cache --clear', 'empty it'],
  ],
  positionals: [0, 0],
  async run(given, world) {
    const folder = world.cacheFolder
    if (folder === null) throw new LensError('usage', 'With --no-cache there is no cache to speak of.')
    const kept = new LayerCache(folder, world.cacheLimit)
    const before = kept.usage()
    if (given.has('clear')) clear(kept, folder)
    const {bytes, files} = given.has('clear') ? kept.usage() : before
    const removed = {files: before.files - files, bytes: before.bytes - bytes}
    if (given.has('json')) {
      await world.out(`${jsonText({folder, files, bytes, limit: world.cacheLimit, removed})}\n`)
    } else if (given.has('clear')) {
      await world.out(`Removed ${amount(removed)} from ${printable(folder)}.\n`)
    } else {
      await world.out(
        columns([
          ['folder', printable(folder)],
          ['holds', amount(before)],
          ['limit', `${size(world.cacheLimit)}; what was used longest ago goes first`],
        ]),
      )
    }
    return EXIT.done
  },
}

function clear(kept: LayerCache, folder: string): void {
  try {
    kept.clear()
    clearCompiledCode(folder)
  } catch (cause) {
    throw new LensError('io', `The cache in ${folder} could not be emptied.`, {
      cause,
      advice: 'Check that you may write there; the folder can be removed by hand.',
    })
  }
}

function amount({files, bytes}: {files: number; bytes: number}): string {
  return `${size(bytes)} in ${counted(files, 'file', 'files')}`
}
