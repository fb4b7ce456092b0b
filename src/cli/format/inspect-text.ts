import {distributionOf, distributionText} from '../../image/analysis/distribution.ts'
import {shortDigest} from '../../image/oci/digest.ts'
import {formatPlatform} from '../../image/oci/platform.ts'
import {type LoadedImage, layerFault} from '../../operations/load-image.ts'
import {age} from '../../text/age.ts'
import {jsonText} from '../../text/json-text.ts'
import {masked, maskedVariable} from '../../text/mask.ts'
import {printable} from '../../text/printable.ts'
import {count, counted, size} from '../../text/size.ts'
import {truncate} from '../../text/width.ts'
import {columns} from './columns.ts'

/** `inspect` for people: facts, the table of layers, totals. `columns`: cells to keep within, null for a pipe. */
export function inspectText(loaded: LoadedImage, at: {now: number; columns: number | null}): string {
  return [facts(loaded, at.now), layerTable(loaded, at.columns), totals(loaded)].join('\n')
}

function facts(loaded: LoadedImage, now: number): string {
  const {image} = loaded
  const {config} = image
  const distribution = distributionOf(loaded.union)
  const created = age(config.created, now)
  const rows: [string, string | null][] = [
    ['image', `${image.transport}  ${image.reference}`],
    ['tags', image.tags.join(', ') || null],
    ['platform', formatPlatform(image.platform)],
    ['distribution', distribution && distributionText(distribution)],
    ['id', image.heldAs ?? image.id],
    ['digest', image.digest],
    ['created', config.created && [config.created, created && `(${created})`].filter(Boolean).join(' ')],
    ['author', config.author],
    ['entrypoint', config.entrypoint.length > 0 ? masked(jsonText(config.entrypoint, 0)) : null],
    ['cmd', config.cmd.length > 0 ? masked(jsonText(config.cmd, 0)) : null],
    ['workdir', config.workingDir || null],
    ['user', config.user || null],
    ['ports', config.exposedPorts.join(', ') || null],
    ['volumes', config.volumes.join(', ') || null],
    ...config.env.map((variable, i): [string, string] => [i === 0 ? 'env' : '', maskedVariable(variable)]),
    ...Object.entries(config.labels).map(([key, value], i): [string, string] => [
      i === 0 ? 'labels' : '',
      maskedVariable(`${key}=${value}`),
    ]),
  ]
  return columns(rows.flatMap(([name, value]) => (value === null ? [] : [[name, printable(value)]])))
}

function layerTable(loaded: LoadedImage, width: number | null): string {
  const head = ['#', 'size', 'stored', 'wasted', 'entries', 'diffID', 'command']
  const rows = loaded.image.layers.map((layer, i) => {
    const state = loaded.layers[i]!
    const fault = layerFault(state)
    const wasted = loaded.figures.layers[i]!.wastedSize
    return [
      String(i),
      state.index === null ? '?' : size(state.index.facts.size),
      layer.compressedSize === null ? '' : size(layer.compressedSize),
      wasted > 0 ? size(wasted) : '',
      state.index === null ? '?' : count(state.index.entryCount),
      layer.diffId === null ? '' : shortDigest(layer.diffId),
      fault === null ? printable(masked(layer.history?.createdBy ?? '')) : `! ${printable(fault)}`,
    ]
  })
  const table = columns([head, ...rows], new Set([0, 1, 2, 3, 4]))
  // In a terminal a command of many lines is cut; a pipe gets all of it.
  return width === null
    ? table
    : table
        .split('\n')
        .map(line => truncate(line, width))
        .join('\n')
}

function totals(loaded: LoadedImage): string {
  const {figures} = loaded
  const paths = counted(figures.paths, 'path', 'paths')
  const percent = `${(figures.efficiency * 100).toFixed(1)} %`
  return columns([
    [
      'layers',
      `${loaded.image.layers.length}, ${size(figures.size)} in ${counted(figures.entries, 'entry', 'entries')}`,
    ],
    ['visible', `${size(figures.visibleSize)} in ${counted(figures.files, 'file', 'files')}, ${paths}`],
    ['wasted', `${size(figures.wastedSize)}, efficiency ${percent}`],
  ])
}
