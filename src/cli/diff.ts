import {differencesOf} from '../image/analysis/comparison/differences.ts'
import {NOISE_KINDS, type NoiseSwitches} from '../image/analysis/comparison/noise.ts'
import {LensError} from '../image/oci/error.ts'
import {type ComparedImages, type ComparedSide, sideName} from '../operations/comparison/compare-images.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {fileAt} from '../operations/read-file.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {layerNumber} from './as-of.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {contentsJson} from './format/contents-json.ts'
import {contentsText} from './format/contents-text.ts'
import {diffJson} from './format/diff-json.ts'
import {diffMarkdown} from './format/diff-markdown.ts'
import {diffText} from './format/diff-text.ts'
import {openReference} from './open.ts'
import {layersOnTrust, loadVerified, NO_VERIFY, tellFaults} from './verified.ts'

export const diff: Command = {
  name: 'diff',
  brief: 'what differs',
  usage: 'A B [PATH]',
  summary: 'how two images differ, or with --layers two states of one',
  options: [
    {name: 'layers', value: 'M', help: 'as of layer M, and as of layer N that follows: diff REF --layers M N'},
    {
      name: 'ignore',
      value: 'WHAT',
      help: `${NOISE_KINDS.join(', ')}: differences that don't count; may be given often`,
      choices: NOISE_KINDS,
    },
    {name: 'no-contents', help: 'compare by what is known: files of equal size differ where their times do'},
    NO_VERIFY,
    {name: 'stat', help: 'sums only, without the paths'},
    {name: 'json', help: 'as one JSON document, for programs'},
    {name: 'markdown', help: 'for a comment on a change'},
  ],
  examples: [
    ['layerlens diff shop/api:1.3 shop/api:1.4', 'what the new version changed; ends with 1 where they differ'],
    ['layerlens diff shop/api:1.4 container:api-1 --ignore times', 'what was done in a container'],
    ['layerlens diff a.tar b.tar etc/passwd', 'a file line by line'],
  ],
  positionals: [1, 3],
  async run(given, world) {
    const quiet = quietOf(given.values('ignore'))
    const {before, after, path} = await sides(given, world)
    if (path !== null) return contents(before, after, path, given, world)
    const compared = await world.compare(before, after, {quiet, contents: !given.has('no-contents')})
    const packages = await world.packages(compared)
    const differences = differencesOf(compared.union, compared.moves)
    const told = {compared, differences, packages}
    const stat = given.has('stat')
    if (given.has('json')) await world.out(`${jsonText(diffJson(told, {stat}))}\n`)
    else if (given.has('markdown')) await world.out(diffMarkdown(told, {stat}))
    else await world.out(diffText(told, {stat}))
    return differences.length === 0 && compared.config.length === 0 ? EXIT.done : EXIT.no
  },
}

function quietOf(given: readonly string[]): NoiseSwitches {
  const words = given.flatMap(text => text.split(','))
  const unknown = words.find(word => !NOISE_KINDS.some(each => each === word))
  if (unknown !== undefined) {
    throw new LensError('usage', `Nothing to ignore is called ${unknown}.`, {advice: `Take ${NOISE_KINDS.join(', ')}.`})
  }
  return {times: words.includes('times'), caches: words.includes('caches'), bytecode: words.includes('bytecode')}
}

interface Sides {
  readonly before: ComparedSide
  readonly after: ComparedSide
  readonly path: string | null
}

async function sides(given: Given, world: World): Promise<Sides> {
  const [first, ...rest] = given.positionals
  const from = given.value('layers')
  if (from === null) {
    const [second, path = null] = rest
    if (second === undefined) {
      throw new LensError('usage', 'An image differs from another: name two.', {
        advice: 'Two states of one: layerlens diff REF --layers M N',
      })
    }
    const before = await load(first!, given, world)
    const after = await load(second, given, world)
    return {before: asOf(before, lastOf(before), given), after: asOf(after, lastOf(after), given), path}
  }
  const [to, path = null] = rest
  if (to === undefined) throw new LensError('usage', '--layers takes two: layerlens diff REF --layers M N')
  const loaded = await load(first!, given, world)
  const count = loaded.image.layers.length
  return {
    before: asOf(loaded, layerNumber(from, count), given),
    after: asOf(loaded, layerNumber(to, count), given),
    path,
  }
}

async function load(reference: string, given: Given, world: World) {
  const image = await openReference(reference, given, world)
  const loaded = await loadVerified(image, given, world, false)
  tellFaults(loaded, message => world.err(message))
  // Of a part nobody can say what it differs in.
  if (loaded.faults.length > 0) {
    throw new LensError(
      'blob-missing',
      `${reference} can't be compared: not all of its layers could be read as they should be.`,
      isThere(loaded) ? {advice: 'What is there is compared all the same with --no-verify.'} : {},
    )
  }
  return loaded
}

/** Whether all that is wrong is plain layers whose bytes are not those of their digests. */
function isThere({faults, layers}: LoadedImage): boolean {
  return faults.every(({layer}) => {
    const {trust, index} = layers[layer]!
    return trust === 'mismatch' && index?.facts.compression === 'none' && index.facts.damage === null
  })
}

/** Where bytes were to be held against their digests, what was not counts as the same by its contents alone. */
function asOf(loaded: LoadedImage, layer: number, given: Given): ComparedSide {
  const unverified = layersOnTrust(loaded).filter(each => each <= layer)
  return {...loaded, layer, unverified, believed: given.has(NO_VERIFY.name)}
}

function lastOf({image}: LoadedImage): number {
  return image.layers.length - 1
}

async function contents(
  before: ComparedSide,
  after: ComparedSide,
  path: string,
  given: Given,
  world: World,
): Promise<number> {
  const whole = ['stat', 'markdown'].find(name => given.has(name))
  if (whole !== undefined) {
    throw new LensError('usage', `--${whole} is about all of two images, not about one path.`, {
      advice: 'Leave it out, or the path.',
    })
  }
  const compared: ComparedImages = await world.compare(before, after, {
    quiet: {times: false, caches: false, bytecode: false},
    contents: false,
  })
  // Each side says in its own words where it has no such file.
  fileAt(before, path, before.layer)
  fileAt(after, path, after.layer)
  const versions = [fileAt(compared, path, 0).version, fileAt(compared, path, 1).version] as const
  const found = await world.compareContents(compared, versions)
  const shown = printable(path.replace(/^\/+/, ''))
  const names = [`${printable(sideName(before))}/${shown}`, `${printable(sideName(after))}/${shown}`] as const
  await world.out(
    given.has('json') ? `${jsonText(contentsJson(found, {before, after, path}))}\n` : contentsText(found, names),
  )
  return found.kind === 'same' ? EXIT.done : EXIT.no
}
