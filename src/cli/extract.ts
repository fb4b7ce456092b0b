import {LensError} from '../image/oci/error.ts'
import {type ExtractResult, extractFiles} from '../operations/extract/extract-files.ts'
import {locate} from '../operations/extract/selection.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {jsonText} from '../text/json-text.ts'
import {asOfLayer} from './as-of.ts'
import {type Command, EXIT, type World} from './command.ts'
import {extractFailures, extractText} from './format/extract-text.ts'
import {ProgressLine} from './format/progress-line.ts'

export const extract: Command = {
  name: 'extract',
  brief: 'files to disk',
  usage: 'REF PATH… -o DIR',
  summary: 'files and folders, written below DIR',
  options: [
    {name: 'output', short: 'o', value: 'DIR', help: 'where to; each file gets its full path in the image below it'},
    {name: 'layer', value: 'N', help: 'as of layer N: earlier versions, files deleted later'},
    {name: 'force', help: 'replace files that are already there'},
    {name: 'owner', help: 'keep the owners (as root); else all belongs to you'},
    {name: 'json', help: 'what was written as one JSON document'},
  ],
  examples: [
    ['layerlens extract image.tar /etc/nginx -o out', 'a folder: out/etc/nginx'],
    ['layerlens extract image.tar / -o rootfs', 'the whole tree'],
    ['layerlens extract image.tar /app/.env --layer 3 -o out', 'a file that a later layer deleted'],
  ],
  positionals: [2, Number.POSITIVE_INFINITY],
  async run(given, world) {
    const directory = given.value('output')
    if (!directory) {
      throw new LensError('usage', 'Where to? extract needs a folder: -o DIR', {
        advice: 'It is made if it is not there.',
      })
    }
    const owner = given.has('owner') && mayGiveAway(world)
    const paths = given.positionals.slice(1)
    const look = (files: LoadedImage, layer: number) => locate(files, paths, layer)
    return asOfLayer(given, world, {look}, async (loaded, layer) => {
      const line = new ProgressLine(text => world.err(text), world.showsProgress)
      let result: ExtractResult
      try {
        result = await extractFiles(loaded, paths, {
          layer,
          directory,
          owner,
          force: given.has('force'),
          context: {
            signal: world.signal,
            progress: ({done, total}) => line.update('extracted', done, total ?? 0),
          },
        })
      } finally {
        line.end()
      }
      await world.out(given.has('json') ? `${jsonText({directory, ...result})}\n` : extractText(result, directory))
      world.err(extractFailures(result))
      return result.failureCount > 0 ? EXIT.input : EXIT.done
    })
  },
}

function mayGiveAway(world: World): boolean {
  if (process.getuid?.() === 0) return true
  world.err('layerlens: warning: Only root can keep owners; what is written belongs to you.\n')
  return false
}
