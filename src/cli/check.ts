import type {BaseImage} from '../image/analysis/base-image.ts'
import type {CheckConfig} from '../image/analysis/budgets/check-config.ts'
import {judgeByLeaves} from '../image/analysis/budgets/leaf-verdict.ts'
import {judge, judgeFindings, judgePaths, type Measured, type Verdict} from '../image/analysis/budgets/verdict.ts'
import {leafFigures} from '../image/analysis/leaf-efficiency.ts'
import {silence} from '../image/analysis/silence.ts'
import {walkVisible} from '../image/filesystem/walk.ts'
import {LensError} from '../image/oci/error.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {printable} from '../text/printable.ts'
import {baseFor} from './base-option.ts'
import {BUDGET_OPTIONS, withFlags} from './check-options.ts'
import {type Command, EXIT, type Given, type World} from './command.ts'
import {isReportFormat, REPORT_FORMATS, reportText} from './format/check-formats.ts'
import {type CheckReport, hasPassed} from './format/check-report.ts'
import {compressedSize} from './format/inspect-json.ts'
import {tellFaults} from './inspect.ts'
import {openFor} from './open.ts'

export const check: Command = {
  name: 'check',
  brief: 'budgets for CI',
  usage: 'REF',
  summary: 'budgets for CI: fails where one is broken',
  options: [
    ...BUDGET_OPTIONS,
    {name: 'config', value: 'FILE', help: 'budgets; else .layerlens.yaml of this folder'},
    {name: 'ci-config', value: 'FILE', help: 'a .dive-ci, judged by its own formula'},
    {name: 'format', value: 'FORMAT', help: REPORT_FORMATS.join(', ')},
    {name: 'quick', help: 'do not look for files that are there twice'},
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
    const loaded = await loadWhole(await openFor(given, world), world)
    if (loaded === null) return EXIT.input
    const against = config.against === null ? null : await againstOf(config.against, given, world)
    const base = await baseFor(loaded.image, config.base, given.value('platform'), world)
    const analysis = await world.analyse(loaded, {base, duplicates: !given.has('quick')})
    const {findings, silenced} = silence(analysis.findings, config.ignore)
    const measured = measure(loaded, config, base, analysis.wasted, against)
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

/** Never judges a part of an image: null where layers are missing, after saying which. */
async function loadWhole(image: LoadedImage['image'], world: World): Promise<LoadedImage | null> {
  const loaded = await world.load(image, {verify: false, compare: true})
  if (loaded.faults.length === 0) return loaded
  tellFaults(loaded, message => world.err(message))
  return null
}

/** What growth is measured against. Where that is not to be had, says who asked for it: it is easily a file that one didn't write. */
async function againstOf(reference: string, given: Given, world: World): Promise<NonNullable<Measured['against']>> {
  try {
    return await sizeOf(reference, given, world)
  } catch (error) {
    if (!(error instanceof LensError) || given.has('against')) throw error
    throw new LensError(error.kind, `Growth is measured against ${printable(reference)}. ${error.message}`, {
      advice:
        'That is check.against of the configuration: put it there, name another one with --against, or take out growth.',
      cause: error,
    })
  }
}

async function sizeOf(reference: string, given: Given, world: World): Promise<NonNullable<Measured['against']>> {
  const resolved = await world.resolve(reference, given.value('platform'))
  if (resolved.kind !== 'image') throw new LensError('usage', `${printable(reference)} names several images.`)
  const loaded = await loadWhole(resolved.image, world)
  if (loaded === null)
    throw new LensError('blob-missing', `${printable(reference)} is not whole, so nothing can be measured against it.`)
  return {reference, size: loaded.figures.size}
}

function measure(
  loaded: LoadedImage,
  {excludeBase, budgets}: CheckConfig,
  base: BaseImage,
  wasted: {readonly yours: number; readonly base: number},
  against: Measured['against'],
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
    wholeSize: loaded.figures.size,
    against,
  }
}

/** Paths of the final tree that layers from `first` on stored. */
function* pathsOf({union}: LoadedImage, first: number): Generator<string> {
  for (const {node, version} of walkVisible(union, 0, union.layerCount - 1)) {
    if (union.columns.versionLayer[version]! >= first) yield union.path(node)
  }
}
