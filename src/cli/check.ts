import type {BaseImage} from '../image/analysis/base-image.ts'
import type {CheckConfig} from '../image/analysis/budgets/check-config.ts'
import {judgeByLeaves} from '../image/analysis/budgets/leaf-verdict.ts'
import {
  type Growth,
  judge,
  judgeFindings,
  judgePaths,
  type Measured,
  type StoredPath,
  type Verdict,
} from '../image/analysis/budgets/verdict.ts'
import {leafFigures} from '../image/analysis/leaf-efficiency.ts'
import {silence} from '../image/analysis/silence.ts'
import {NEVER} from '../image/filesystem/union.ts'
import {walkAll} from '../image/filesystem/walk.ts'
import {LensError} from '../image/oci/error.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {printable} from '../text/printable.ts'
import {baseFor} from './base-option.ts'
import {BUDGET_OPTIONS, withFlags} from './check-options.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {isReportFormat, REPORT_FORMATS, reportText} from './format/check-formats.ts'
import {type CheckReport, hasPassed} from './format/check-report.ts'
import {compressedSize} from './format/inspect-json.ts'
import {openFor} from './open.ts'
import {loadVerified, NO_VERIFY, tellFaults} from './verified.ts'

export const check: Command = {
  name: 'check',
  brief: 'budgets for CI',
  usage: 'REF',
  summary: 'budgets for CI: fails where one is broken',
  options: [
    ...BUDGET_OPTIONS,
    {name: 'config', value: 'FILE', help: 'budgets; else .layerlens.yaml of this folder'},
    {name: 'ci-config', value: 'FILE', help: 'a .dive-ci, judged by its own formula'},
    {name: 'format', value: 'FORMAT', help: REPORT_FORMATS.join(', '), choices: REPORT_FORMATS},
    {name: 'quick', help: 'do not look for files that are there twice'},
    NO_VERIFY,
    {name: 'json', help: 'the same as --format json'},
  ],
  examples: [
    ['layerlens check image.tar --max-size 500MB --max-wasted 20MB', 'fails with 1 where one is exceeded'],
    ['layerlens check image.tar --forbid secret --format sarif > image.sarif', 'for code scanning'],
  ],
  positionals: [1, 1],
  async run(given, world) {
    const format = formatOf(given)
    // Reading YAML takes a library that no other command needs.
    const {readCheckFiles} = await import('../operations/check-files.ts')
    const files = readCheckFiles({config: given.value('config'), diveCi: given.value('ci-config')})
    for (const warning of files.warnings) world.err(`layerlens: warning: ${printable(warning)}\n`)
    const config = withFlags(files.config, given)
    if (config.budgets.growth !== undefined && config.against === null) {
      throw new LensError('usage', 'Growth is measured against another image.', {advice: 'Name it: --against REF'})
    }
    const loaded = await loadWhole(await openFor(given, world), given, world)
    if (loaded === null) return EXIT.input
    const against = config.against === null ? null : await againstOf(config, config.against, given, world)
    const base = await baseFor(loaded.image, config.base, given.value('platform'), world)
    const analysis = await world.analyse(loaded, {base, duplicates: !given.has('quick')})
    const {findings, silenced} = silence(analysis.findings, config.ignore)
    const measured = measure(loaded, config, base, analysis.wasted, growthOf(loaded, base, config.excludeBase, against))
    const leaves = files.diveRules === null ? null : leafFigures(loaded.layers.map(({index}) => index!))
    const concerned = config.excludeBase ? findings.filter(({inBase}) => !inBase) : findings
    const verdicts: readonly Verdict[] = [
      ...judge(config.budgets, measured),
      ...judgePaths(config.forbidPaths, () => pathsOf(loaded, config.excludeBase ? base.layers : 0)),
      ...judgeFindings(config.forbidFindings, concerned),
      ...(leaves === null ? [] : judgeByLeaves(files.diveRules!, leaves)),
    ]
    if (verdicts.length === 0)
      world.err('layerlens: No budget was given, so none was checked: see layerlens check --help.\n')
    const excludesBase = config.excludeBase
    const report: CheckReport = {loaded, analysis, verdicts, findings: concerned, silenced, leaves, excludesBase}
    await world.out(reportText(format, report, world.columns))
    return hasPassed(report) ? EXIT.done : EXIT.no
  },
}

function formatOf(given: Given) {
  const format = given.value('format') ?? (given.has('json') ? 'json' : 'text')
  if (isReportFormat(format)) return format
  throw new LensError('usage', `There is no format ${printable(format)}.`, {
    advice: `There are ${REPORT_FORMATS.join(', ')}.`,
  })
}

/** Never judges a part of an image: null where layers are missing, or are not what they should be, after saying which. */
async function loadWhole(image: LoadedImage['image'], given: Given, world: World): Promise<LoadedImage | null> {
  const loaded = await loadVerified(image, given, world, true)
  if (loaded.faults.length === 0) return loaded
  tellFaults(loaded, message => world.err(message))
  return null
}

/** The image that growth is measured against, in bytes. */
interface Against {
  readonly reference: string
  readonly size: number
  /** of its own layers; null where the base is counted, or not known */
  readonly yours: number | null
}

/** What growth is measured against. Where that is not to be had, says who asked for it: it is easily a file that one didn't write. */
async function againstOf(config: CheckConfig, reference: string, given: Given, world: World): Promise<Against> {
  try {
    return await sizeOf(config, reference, given, world)
  } catch (error) {
    if (!(error instanceof LensError) || given.has('against')) throw error
    throw new LensError(error.kind, `Growth is measured against ${printable(reference)}. ${error.message}`, {
      advice:
        'That is check.against of the configuration: put it there, name another one with --against, or take out growth.',
      cause: error,
    })
  }
}

async function sizeOf(
  {base, excludeBase}: CheckConfig,
  reference: string,
  given: Given,
  world: World,
): Promise<Against> {
  const platform = given.value('platform')
  const resolved = await world.resolve(reference, platform)
  if (resolved.kind !== 'image') throw new LensError('usage', `${printable(reference)} names several images.`)
  const loaded = await loadWhole(resolved.image, given, world)
  if (loaded === null)
    throw new LensError('blob-missing', `${printable(reference)} is not whole, so nothing can be measured against it.`)
  const own = excludeBase ? await baseOfBefore(loaded, base, platform, world) : null
  return {reference, size: loaded.figures.size, yours: own === null ? null : yoursOf(loaded, own)}
}

/** An older image stands on an older version of the base that is given: what it tells of itself then counts. */
async function baseOfBefore({image}: LoadedImage, base: string | null, platform: string | null, world: World) {
  try {
    return await baseFor(image, base, platform, world)
  } catch (error) {
    if (!(error instanceof LensError) || error.kind !== 'usage') throw error
    return baseFor(image, null, platform, world)
  }
}

/** Bytes of the layers above the base; null where it is not known. */
function yoursOf({layers}: LoadedImage, base: BaseImage): number | null {
  if (base.source === 'none') return null
  return layers.slice(base.layers).reduce((sum, {index}) => sum + (index?.facts.size ?? 0), 0)
}

/** Your layers on both sides where `against` was asked for without its base, and both bases are known; else all of both. */
function growthOf(loaded: LoadedImage, base: BaseImage, excludeBase: boolean, against: Against | null): Growth | null {
  if (against === null) return null
  const {reference, size, yours} = against
  const after = yoursOf(loaded, base)
  if (excludeBase && yours !== null && after !== null) return {reference, before: yours, after, bases: 'left out'}
  return {reference, before: size, after: loaded.figures.size, bases: excludeBase ? 'counted' : null}
}

function measure(
  loaded: LoadedImage,
  {excludeBase, budgets}: CheckConfig,
  base: BaseImage,
  wasted: {readonly yours: number; readonly base: number},
  growth: Growth | null,
): Measured {
  const all = loaded.layers.map(({index}, layer) => ({layer, size: index?.facts.size ?? 0}))
  const layers = excludeBase ? all.slice(base.layers) : all
  const stored = compressedSize(loaded, excludeBase ? base.layers : 0)
  if (budgets.compressedSize !== undefined && stored === null) {
    throw new LensError('usage', 'The layers are stored plain here, so how large they are compressed is not known.', {
      advice: 'Check the image where its layers are compressed: an OCI layout, or what skopeo copies from a registry.',
    })
  }
  return {
    size: layers.reduce((sum, {size}) => sum + size, 0),
    compressedSize: stored,
    layers,
    wasted: excludeBase ? wasted.yours : wasted.yours + wasted.base,
    growth,
    withoutBase: excludeBase && base.layers > 0,
  }
}

/** Paths that layers from `first` on store, those that later ones hide as well. */
function* pathsOf({union}: LoadedImage, first: number): Generator<StoredPath> {
  const {versionLayer, versionUntil} = union.columns
  for (const {node, version} of walkAll(union, 0)) {
    const layers = union.versionsOf(node).flatMap(each => (versionLayer[each]! >= first ? [versionLayer[each]!] : []))
    if (layers.length === 0) continue
    const until = versionUntil[version]!
    yield {path: union.path(node), layers: [...new Set(layers)].reverse(), until: until === NEVER ? null : until}
  }
}
