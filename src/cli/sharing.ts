import {marksNamed} from '../image/analysis/sharing/marks-named.ts'
import {type RemovalMark, type RemovalPlan, removalPlan} from '../image/analysis/sharing/removal-plan.ts'
import {Sharing} from '../image/analysis/sharing/sharing.ts'
import {LensError} from '../image/oci/error.ts'
import type {Context} from '../image/oci/image.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {holdingsOn} from '../operations/sharing/engine-holdings.ts'
import {holdingsOf, imagesAt, type NamedHoldings} from '../operations/sharing/named-holdings.ts'
import {storeHoldings} from '../operations/sharing/store-holdings.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {ProgressLine} from './format/progress-line.ts'
import {sharingJson} from './format/sharing-json.ts'
import {
  imagesText,
  matrixText,
  opportunitiesText,
  removalText,
  storedText,
  totalsText,
  treeText,
} from './format/sharing-text.ts'
import {engineIfAny} from './place.ts'
import {tellFaults} from './verified.ts'

export const sharing: Command = {
  name: 'sharing',
  brief: 'common layers',
  usage: '[REF…]',
  summary: 'which images share what, and what removing some would free',
  options: [
    {name: 'free', value: 'IMAGE', help: 'what removing it would free; may be given often'},
    {name: 'contents', help: 'read the layers: which of the named images store the same files'},
    {name: 'matrix', help: 'layers × images instead of the tree'},
    {name: 'json', help: 'as one JSON document, for programs'},
  ],
  examples: [
    ['layerlens sharing', 'all images of the engine, else of the store'],
    ['layerlens sharing --free shop/api:1.3 --free shop/api:1.2', 'what removing the two would free'],
    ['layerlens sharing docker://localhost:5000', 'all of a registry, from its manifests alone'],
    ['layerlens sharing --matrix a.tar b.tar', 'layer by layer who has it'],
  ],
  positionals: [0, Number.POSITIVE_INFINITY],
  async run(given, world) {
    if (given.has('contents')) return contents(given, world)
    const line = new ProgressLine(text => world.err(text), world.showsProgress)
    const context: Context = {
      signal: world.signal,
      progress: ({label, done, total}) => line.count(printable(label), done, total ?? 0),
    }
    let found: NamedHoldings & {readonly ofStore?: true}
    try {
      found =
        given.positionals.length === 0
          ? await holdingsHere(given, world, context)
          : await holdingsOf(given.positionals, {
              engine: () => world.engine(),
              resolve: reference => world.resolve(reference, given.value('platform')),
              registries: world.registries,
              whole: given.has('free'),
              context,
            })
    } finally {
      line.end()
    }
    const all = new Sharing(found.holdings)
    for (const {name, failure} of found.failures)
      world.err(`layerlens: ${printable(name)}: ${printable(failure.message)}\n`)
    if (found.stored !== undefined) world.err(storedText(found.stored))
    const plan = given.has('free') ? planOf(all, given.values('free')) : null
    if (given.has('json')) await world.out(`${jsonText(sharingJson(all, plan))}\n`)
    else if (plan !== null) await world.out(removalText(all.holdings, plan))
    else {
      const images = [...all.holdings.images.keys()].filter(image => all.image(image).listed)
      const shape = given.has('matrix') ? matrixText(all, images) : treeText(all, world.columns)
      await world.out(`${totalsText(all)}\n${shape}\n${imagesText(all)}`)
    }
    if (found.failures.length === 0) return EXIT.done
    return found.ofStore ? EXIT.input : EXIT.remote
  },
}

/** What all images of the engine hold; where none answers those of the store, which is said. */
async function holdingsHere(given: Given, world: World, context: Context) {
  const engine = await engineIfAny(given, world, 'this is what the store holds, in bytes as stored.')
  if (engine === null) return {...(await storeHoldings(world.store)), ofStore: true} as const
  return {holdings: await holdingsOn(engine).read(context), failures: []}
}

/** What the named images store more than once, in layers that they don't share. */
async function contents(given: Given, world: World): Promise<number> {
  if (given.positionals.length === 0) {
    throw new LensError('usage', 'Which images? Their layers are read: name them.', {
      advice: 'layerlens sharing --contents REF REF…',
    })
  }
  const loaded: LoadedImage[] = []
  for (const reference of given.positionals) {
    for (const image of await imagesAt(reference, named => world.resolve(named, given.value('platform')))) {
      loaded.push(await world.load(image, {verify: false, compare: false}))
    }
  }
  const found = await world.opportunities(loaded)
  await world.out(given.has('json') ? `${jsonText({schema: 1, opportunities: found})}\n` : opportunitiesText(found))
  const faults = loaded.filter(each => each.faults.length > 0)
  for (const each of faults) tellFaults(each, message => world.err(message))
  return faults.length > 0 ? EXIT.input : EXIT.done
}

function planOf(all: Sharing, names: readonly string[]): RemovalPlan {
  const marks = names.flatMap((name): readonly RemovalMark[] => {
    const named = marksNamed(all, name)
    if (named.length > 0) return named
    throw new LensError('not-found', `None of these images is called ${name}.`, {
      advice: 'Write a tag as it is listed, or the beginning of an ID.',
    })
  })
  return removalPlan(all, marks)
}
