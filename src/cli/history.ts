import {versionsOf} from '../image/filesystem/path-versions.ts'
import {resolvePath} from '../image/filesystem/resolve-path.ts'
import {historySteps} from '../image/oci/image-history.ts'
import {pathFailure, shownPath} from '../operations/extract/path-failure.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {jsonText} from '../text/json-text.ts'
import {type Command, EXIT} from './command.ts'
import {historyJson, versionsJson} from './format/history-json.ts'
import {historyText, versionsText} from './format/history-text.ts'
import {openFor} from './open.ts'
import {tellFaults} from './verified.ts'

export const history: Command = {
  name: 'history',
  brief: 'instructions',
  usage: 'REF [PATH]',
  summary: 'the instructions; with PATH, its versions',
  options: [{name: 'json', help: 'as one JSON document, for programs'}],
  examples: [
    ['layerlens history image.tar', 'how it was built, as a Dockerfile reads'],
    ['layerlens history image.tar /etc/passwd', 'which layers wrote, changed or deleted it'],
  ],
  positionals: [1, 2],
  async run(given, world) {
    const image = await openFor(given, world)
    const path = given.positionals[1]
    const loaded = await world.load(image, {verify: false, compare: path !== undefined})
    const page = {now: world.now, columns: world.columns}
    try {
      if (path === undefined) {
        const steps = historySteps(image.config, image.layers.length)
        const sizes = loaded.layers.map(layer => layer.index?.facts.size ?? null)
        await world.out(given.has('json') ? json(historyJson(loaded, steps)) : historyText(steps, sizes, page))
      } else {
        const node = nodeOf(loaded, path)
        const versions = versionsOf(loaded.union, node)
        const real = loaded.union.path(node)
        const entries = image.layers.map(layer => layer.history)
        await world.out(
          given.has('json')
            ? json(versionsJson(loaded, real, versions))
            : `${shownPath(real)}\n${versionsText(versions, entries, page)}`,
        )
      }
    } finally {
      tellFaults(loaded, message => world.err(message))
    }
    return loaded.faults.length > 0 ? EXIT.input : EXIT.done
  },
}

/** The path as it is spelled, in whatever layer it is; else where folders that are links lead in the final image. */
function nodeOf(loaded: LoadedImage, path: string): number {
  const {union} = loaded
  const last = union.layerCount - 1
  const literal = union.find(path)
  if (literal >= 0) return literal
  const found = resolvePath(union, path, last, {followLast: false})
  if (found.kind === 'found') return found.node
  if (found.kind === 'missing' && found.node >= 0) return found.node
  throw pathFailure(loaded, path, last, found)
}

function json(document: object): string {
  return `${jsonText(document)}\n`
}
