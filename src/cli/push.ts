import {LensError} from '../image/oci/error.ts'
import type {Image} from '../image/oci/image.ts'
import {isAttestation, parseManifestOrIndex} from '../image/oci/manifest.ts'
import {formatPlatform} from '../image/oci/platform.ts'
import {parseRemoteName} from '../image/oci/remote-name.ts'
import {pullImage, pushImage, type Transferring} from '../operations/engine/transfer-image.ts'
import {type ImageName, parseImageName} from '../sources/engine/image-name.ts'
import {authFor, type RegistryAuth} from '../sources/engine/transfer.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {shellWord} from '../text/shell-words.ts'
import {counted} from '../text/size.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {copied} from './copying.ts'
import {copyText} from './format/copy-text.ts'
import {ProgressLine} from './format/progress-line.ts'
import {openReference} from './open.ts'
import {engineIfAny, placeOfImage} from './place.ts'

const ALL_OPTION = {name: 'all-platforms', help: 'of the store: the whole index, every platform as it is'}
const JSON_OPTION = {name: 'json', help: 'one JSON object an image, with its digest and layers'}

export const push: Command = {
  name: 'push',
  brief: 'send an image',
  usage: 'NAME…',
  summary: 'tags of the engine or the store, to their registries',
  options: [ALL_OPTION, JSON_OPTION],
  examples: [
    ['layerlens push registry.lan:5000/shop/api:1.4', 'its layers that are not there yet, and its manifest'],
    ['layerlens push store:registry.lan:5000/shop/api:1.4', 'from the store, whatever engine there is'],
    ['layerlens copy store:api docker://registry.lan:5000/shop/api:1.4', 'under another name'],
  ],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(given, world) {
    for (const text of given.positionals) parseImageName(bare(text))
    for (const text of given.positionals) {
      const place = await placeOfImage(text, given, world, reference => `layerlens push ${shellWord(reference)}`)
      if (place.kind === 'registry') throw alreadyThere(text)
      if (place.kind === 'store')
        await copyOver(`store:${place.name}`, `docker://${place.name}`, 'Pushing', given, world)
      else {
        requireOwn(given)
        const name = parseImageName(place.name)
        await transfer('Pushing', name, given, world, async told =>
          pushImage(
            place.engine,
            name,
            {auth: await authAt(name, world), platform: null},
            {signal: world.signal, told},
          ),
        )
      }
    }
    return EXIT.done
  },
}

export const pull: Command = {
  name: 'pull',
  brief: 'get an image',
  usage: 'NAME…',
  summary: 'images from registries, into the engine or the store',
  options: [ALL_OPTION, JSON_OPTION],
  examples: [
    ['layerlens pull registry.lan:5000/shop/api:1.4', 'into the engine; into the store where none answers'],
    ['layerlens pull store:registry.lan:5000/shop/api:1.4', 'into the store, whatever engine there is'],
  ],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(given, world) {
    const wanted = given.positionals.map(text => ({
      name: parseImageName(bare(text)),
      inStore: text.startsWith('store:'),
    }))
    for (const {name, inStore} of wanted) {
      const shown = `${name.repository}:${name.tag}`
      const engine = inStore ? null : await engineIfAny(given, world, `${shown} goes into the store.`)
      if (engine === null) await copyOver(`docker://${shown}`, `store:${shown}`, 'Pulling', given, world)
      else {
        requireOwn(given)
        await transfer('Pulling', name, given, world, async told => {
          const from = {auth: await authAt(name, world), platform: given.value('platform')}
          return pullImage(engine, name, from, {signal: world.signal, told})
        })
      }
    }
    return EXIT.done
  },
}

/** Between a registry and the store there is no engine to ask. */
async function copyOver(from: string, to: string, verb: string, given: Given, world: World): Promise<void> {
  const whole = given.has('all-platforms')
  if (whole && given.has('platform')) {
    throw new LensError('usage', 'All platforms or one?', {advice: 'Leave --platform out, or --all-platforms.'})
  }
  const image = await openReference(from, given, world)
  const result = await copied(image, to, {verb, whole}, world)
  // Whoever sends an image means all of it.
  const others = whole || verb !== 'Pushing' ? 0 : (await platformsOf(image, world)) - 1
  if (others > 0) {
    const sent = image.platform === null ? 'One platform' : formatPlatform(image.platform)
    world.err(
      `layerlens: ${sent} was sent alone, ${others} more ${others === 1 ? 'is' : 'are'} there: --all-platforms\n`,
    )
  }
  await world.out(
    given.has('json')
      ? `${jsonText({name: result.destination.replace(/^(?:store:|docker:\/\/)/, ''), ...result}, 0)}\n`
      : `${printable(result.destination)}  ${result.digest ?? result.id}  ${copyText(result)}\n`,
  )
}

/** How many platforms the name of an image leads to. */
async function platformsOf(image: Image, {signal}: World): Promise<number> {
  const root = await image.whole?.root({signal, progress: () => {}})
  const document = root && parseManifestOrIndex(root.raw, `The manifest ${root.digest}`)
  return document?.kind === 'index' ? document.manifests.filter(entry => !isAttestation(entry)).length : 1
}

/** An engine moves what it has of an image: which platforms is its affair. */
function requireOwn(given: Given): void {
  if (!given.has('all-platforms')) return
  throw new LensError('usage', 'An engine decides itself which platforms it moves.', {
    advice: 'Leave --all-platforms out, or go by the store: store:NAME',
  })
}

/** Without the transports that `pull` and `push` take before a name. */
function bare(text: string): string {
  return text.replace(/^(?:store:|docker:\/\/|docker-daemon:|podman:)/, '')
}

function alreadyThere(text: string): LensError {
  return new LensError('usage', `${text} is in its registry already.`, {
    advice: `Copy it to another: layerlens copy ${text} docker://HOST/REPO:TAG`,
  })
}

/** Who one is at the registry that a name leads to; null where nobody logged in. */
async function authAt({repository}: ImageName, {registries}: World): Promise<RegistryAuth | null> {
  const name = parseRemoteName(repository)
  const found = await registries.credentialsOf(name)
  return found && authFor(found.credentials, name.host)
}

async function transfer(
  verb: string,
  name: ImageName,
  given: Given,
  world: World,
  move: (told: (state: Transferring) => void) => Promise<Transferring>,
): Promise<void> {
  const shown = `${name.repository}:${name.tag}`
  const line = new ProgressLine(text => world.err(text), world.showsProgress)
  const result = await move(({layers}) => {
    const sum = (pick: (layer: (typeof layers)[number]) => number) => layers.reduce((all, each) => all + pick(each), 0)
    line.update(
      `${verb} ${printable(shown)}`,
      sum(({done}) => done),
      sum(({done, total}) => total ?? done),
    )
  }).finally(() => line.end())
  await world.out(given.has('json') ? transferJson(shown, result) : transferText(shown, result))
}

function transferText(name: string, {digest, layers}: Transferring): string {
  const there = layers.filter(({phase}) => phase === 'exists').length
  const mounted = layers.filter(({phase}) => phase === 'mounted').length
  const counts = [
    layers.length === 0 ? '' : counted(layers.length, 'layer', 'layers'),
    there === 0 ? '' : `${there} already there`,
    mounted === 0 ? '' : `${mounted} mounted`,
  ].filter(part => part !== '')
  return `${printable(name)}${digest === null ? '' : `  ${digest}`}${counts.length === 0 ? '' : `  ${counts.join(', ')}`}\n`
}

function transferJson(name: string, {digest, layers}: Transferring): string {
  // An engine that told of none may have moved many.
  return `${jsonText({name, digest, layers: layers.length === 0 ? null : layers}, 0)}\n`
}

/** The name that is to be given, checked. Throws `usage` where there is none. */
export function nameAt(given: Given, position: number): ImageName {
  const text = given.positionals[position]
  if (text === undefined) throw new LensError('usage', 'Which name? Give HOST:PORT/REPOSITORY:TAG.')
  return parseImageName(text)
}
