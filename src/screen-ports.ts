import {homedir} from 'node:os'
import {ALL_TOLD, type NoiseSwitches} from './image/analysis/comparison/noise.ts'
import type {Silence} from './image/analysis/finding.ts'
import {LensError} from './image/oci/error.ts'
import type {Context, Image} from './image/oci/image.ts'
import {architectureOfHost} from './image/oci/platform.ts'
import {compareContents} from './operations/compare-contents.ts'
import {type ComparedImages, compareImages} from './operations/comparison/compare-images.ts'
import {indexComparison} from './operations/comparison/index-comparison.ts'
import type {Log} from './operations/debug-log.ts'
import type {ImageAnalyst} from './operations/image-analyst.ts'
import {indexImage} from './operations/index-image.ts'
import {PathMatcher} from './operations/match-paths.ts'
import {previewFile} from './operations/preview/preview-file.ts'
import type {WorkerPool} from './operations/worker/pool.ts'
import type {User} from './sources/docker-config/auth-files.ts'
import {Engines, triedBy} from './sources/engine/engines.ts'
import type {EngineSettings} from './sources/engine/places.ts'
import {Registries} from './sources/registry/registries.ts'
import {type ResolveOptions, resolveReference} from './sources/resolve.ts'
import {Store} from './sources/store/store.ts'
import {t} from './text/translate.ts'
import type {Compared} from './tui/app/explorer.ts'
import type {Ports} from './tui/runtime/ports.ts'

export interface PortsOptions {
  readonly platform: string | null
  readonly pool: WorkerPool
  /** null: nothing is kept on disk */
  readonly cacheFolder: string | null
  readonly log: Log
  readonly user: User
  /** `--plain-http` */
  readonly plainHttp: boolean
  readonly engine: EngineSettings
  /** where our own store is, or will be */
  readonly storeFolder: string
  /** the archive of the demo image, which a new store begins with; absent where home is not shown */
  readonly demo?: string
  readonly silences?: readonly Silence[]
}

/** What the screen has of the world. What takes long to load is loaded with the first question that needs it. */
export function portsOf(options: PortsOptions): Ports {
  const {platform, pool, cacheFolder, log, user, plainHttp, engine, storeFolder, demo, silences = []} = options
  const registries = new Registries({user, plainHttp})
  const engines = new Engines(engine)
  const store = new Store(storeFolder)
  const matcher = new PathMatcher(pool)
  let analyst: ImageAnalyst | null = null
  const resolving = (context: Context, wanted: string | null = platform): ResolveOptions => ({
    ...(wanted === null ? {} : {platform: wanted}),
    hostArchitecture: architectureOfHost(process.arch),
    context,
    registries,
    engines,
    store,
  })
  /** differences that were opened, by the image they are shown as */
  const comparisons = new WeakMap<Image, ComparedImages>()
  /** layers whose bytes were all read, by the image that was opened */
  const verified = new WeakMap<Image, Set<number>>()
  return {
    now: Date.now,
    mayKeepOwners: process.getuid?.() === 0,
    userName: process.env.USER ?? process.env.LOGNAME ?? '',
    compareContents: (files, versions, context) => compareContents(files, versions, {pool, context}),
    // Loaded with the first job.
    performTask: async (task, context) => {
      const {performTask} = await import('./tui/runtime/tasks/perform-task.ts')
      return performTask(task, context, {
        home: homedir(),
        registries,
        engine: (choice, signal) => engines.find(choice, signal),
        engines,
        store,
        user,
        load: async (image, context) => {
          const {loadTold} = await import('./operations/load-told.ts')
          return loadTold(image, {pool, cacheFolder, context})
        },
        opportunities: async (images, context) => {
          const {findOpportunities} = await import('./operations/sharing/find-opportunities.ts')
          return findOpportunities(images, {pool, context})
        },
        resolve: (reference, context) => resolveReference(reference, resolving(context, null)),
        open: (reference, context, wanted = null) => openOne(reference, resolving(context, wanted)),
      })
    },
    prepareRun: async (run, signal) => {
      const engine = await engines.find(run.engine, signal)
      const {lendTerminal} = await import('./operations/engine/lend-terminal.ts')
      const {runningContainers} = await import('./operations/engine/goes-on.ts')
      const before = await runningContainers(engine)
      return () => lendTerminal(engine, {...run, network: null}, before, signal)
    },
    look: async (question, signal) => {
      const {answerTo} = await import('./tui/runtime/tasks/answer-to.ts')
      return answerTo(
        question,
        {engine: (choice, signal) => engines.find(choice, signal), store, home: homedir()},
        signal,
      )
    },
    openReference: (reference, signal, progress) =>
      resolveReference(reference, {...resolving({signal, progress}), askPlatform: true, stdin: process.stdin}),
    // Loaded with the first question.
    askRegistry: async (question, signal, tell) => {
      const {askRegistry} = await import('./tui/runtime/registry/ask-registry.ts')
      return askRegistry(question, signal, tell, {
        registries,
        user,
        engines,
        architecture: architectureOfHost(process.arch),
      })
    },
    matchPaths: (union, pattern, signal) => matcher.match(union, pattern, signal),
    prepareMatching: union => matcher.prepare(union),
    previewFile: (image, union, version, options) => previewFile({image, union}, version, options),
    // Loaded when somebody looks at waste or at the map.
    analyse: async (files, base, context, told) => {
      const module = await import('./operations/image-analyst.ts')
      analyst ??= new module.ImageAnalyst(pool)
      await analyst.analyse(files, base, {
        context,
        told: stage => {
          told(stage)
          log(stage.complete ? 'analysed' : 'analysing')
        },
      })
    },
    // Reading YAML takes a library that only who looks at waste needs.
    findBases: async (image, signal, told) => {
      const {findBases} = await import('./operations/find-bases.ts')
      const resolve = (reference: string) => resolveReference(reference, resolving({signal, progress: () => {}}))
      return findBases(image, {signal, store, engine: () => engines.find(null, signal), resolve, silences}, told)
    },
    // Loaded when home asks, which is after the first frame.
    listEngine: async (signal, partly) => {
      const {engineListing} = await import('./operations/engine/engine-listing.ts')
      try {
        return await engineListing(await engines.find(null, signal), signal, partly)
      } catch (thrown) {
        const tried = triedBy(thrown, engine)
        if (tried === null) throw thrown
        const {storeAtHome} = await import('./operations/store/store-at-home.ts')
        const found = await storeAtHome(store, demo ?? null, tried, signal)
        if (found === null) throw thrown
        return found
      }
    },
    openComparison: async (before, after, signal, progress) => {
      const context = {signal, progress}
      const {openComparison} = await import('./operations/comparison/open-comparison.ts')
      const found = await openComparison(before, after, {
        pool,
        cacheFolder,
        context,
        resolve: reference => resolveReference(reference, resolving(context)),
      })
      comparisons.set(found.image, found)
      return {image: found.image, compared: comparedOf(found, ALL_TOLD)}
    },
    compareStates: async (files, [first, second], signal) => {
      const known = verified.get(files.image)
      const side = (layer: number) => ({
        ...files,
        layer,
        verified: files.image.layers.slice(0, layer + 1).every(({index}) => known?.has(index) === true),
      })
      const [before, after] = [side(first), side(second)]
      const found = await compareImages(before, after, {pool, context: {signal, progress: () => {}}})
      comparisons.set(found.image, found)
      return {image: found.image, compared: comparedOf(found, ALL_TOLD)}
    },
    compareAnew: async (image, quiet, signal) => {
      const known = comparisons.get(image)
      if (known === undefined) throw new Error('it is the difference of no two images')
      const {before, after} = known
      const found = await compareImages(before, after, {pool, context: {signal, progress: () => {}}, quiet})
      comparisons.set(found.image, found)
      const {union, figures} = found
      return {image: found.image, compared: comparedOf(found, quiet), union, figures}
    },
    comparePackages: async (image, signal) => {
      const found = comparisons.get(image)
      if (found === undefined) return []
      const {comparePackages} = await import('./operations/comparison/compare-packages.ts')
      return comparePackages(found, {signal, progress: () => {}})
    },
    readSharing: async signal => {
      const {sharingHere} = await import('./operations/sharing/sharing-here.ts')
      return sharingHere(engines, store, signal)
    },
    indexImage: (image, {signal, selectedLayer, onEvent}) => {
      const compared = comparisons.get(image)
      if (compared !== undefined) {
        return indexComparison(compared, {pool, context: {signal, progress: () => {}}, onEvent})
      }
      let open = image.layers.length
      const known = new Set<number>()
      verified.set(image, known)
      return indexImage(image, {
        pool,
        cacheFolder,
        context: {signal, progress: () => {}},
        wanted: selectedLayer,
        partial: true,
        compare: true,
        verify: true,
        onEvent: event => {
          onEvent(event)
          if ('trust' in event && event.trust === 'verified') known.add(event.layer)
          if ((event.type === 'layer-indexed' || event.type === 'layer-failed') && --open === 0)
            log('all-layers-indexed')
          else if (event.type === 'union') log(event.complete ? 'tree-complete' : 'tree-partial')
          else if (event.type === 'contents-compared') log('contents-compared')
        },
      }).then(() => log('reading-ended'))
    },
  }
}

/** The image that a reference means; of several the one for this machine. Throws LensErrors. */
async function openOne(reference: string, options: ResolveOptions): Promise<Image> {
  const resolved = await resolveReference(reference, options)
  if (resolved.kind === 'image') return resolved.image
  throw new LensError('reference-ambiguous', resolved.message, {advice: t`Name one of them.`})
}

/** What of a comparison the screen shows. */
function comparedOf({names, summary, layers, config, moves, unread}: ComparedImages, quiet: NoiseSwitches): Compared {
  return {names, summary, layers, config, moves, unread, quiet, asked: quiet, packages: null}
}
