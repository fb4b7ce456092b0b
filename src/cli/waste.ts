import {silence} from '../image/analysis/silence.ts'
import {wastedFiles} from '../image/analysis/waste/wasted-files.ts'
import {throwIfCancelled} from '../image/oci/error.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {BASE_OPTION, baseFor} from './base-option.ts'
import {type Command, EXIT, type World} from './command.ts'
import {analysisJson, wastedFileJson} from './format/analysis-json.ts'
import {wastedFileLine, wasteText} from './format/waste-text.ts'
import {openFor} from './open.ts'
import {tellFaults} from './verified.ts'

export const waste: Command = {
  name: 'waste',
  brief: 'why it is big',
  usage: 'REF',
  summary: 'why the image is big, and what to change',
  options: [
    BASE_OPTION,
    {name: 'config', value: 'FILE', help: 'base and silences; else .layerlens.yaml of this folder'},
    {name: 'files', help: 'every wasted file instead: who stored it, who hid it and why'},
    {name: 'quick', help: 'do not look for files that are there twice'},
    {name: 'json', help: 'as one JSON document; with --files one object a line'},
  ],
  examples: [
    ['layerlens waste image.tar', 'what would be saved, and by which line of the Dockerfile'],
    ['layerlens waste image.tar --base 3', 'the lowest three layers are not yours'],
    ['layerlens waste image.tar --files --json | jq -s "map(.bytes) | add"', 'exactly what inspect calls wasted'],
  ],
  positionals: [1, 1],
  async run(given, world) {
    const image = await openFor(given, world)
    const {readConfig} = await import('../operations/check-files.ts')
    const {config} = readConfig(given.value('config'))
    const base = await baseFor(image, given.value('base') ?? config.base, given.value('platform'), world)
    const loaded = await world.load(image, {verify: false, compare: true})
    if (given.has('files')) await listFiles(loaded, given.has('json'), world)
    else {
      const all = await world.analyse(loaded, {base, duplicates: !given.has('quick')})
      const {findings, silenced} = silence(all.findings, [...config.ignore, ...world.silences])
      for (const {finding, reason} of silenced) {
        world.err(`layerlens: silenced: ${printable(finding.summary)} (${printable(reason)})\n`)
      }
      const analysis = {...all, findings}
      const {columns} = world
      await world.out(
        given.has('json') ? `${jsonText(analysisJson(loaded, analysis))}\n` : wasteText(loaded, analysis, columns),
      )
    }
    tellFaults(loaded, message => world.err(message))
    return loaded.faults.length > 0 ? EXIT.input : EXIT.done
  },
}

/** Lines go out in pieces of this many characters. */
const PIECE = 1 << 16

async function listFiles({union}: LoadedImage, json: boolean, world: World): Promise<void> {
  const files = wastedFiles(union)
  let piece = ''
  for (let row = 0; row < files.count; row++) {
    piece += json ? `${jsonText(wastedFileJson(union, files, row), 0)}\n` : wastedFileLine(union, files, row)
    if (piece.length < PIECE) continue
    await world.out(piece)
    piece = ''
    throwIfCancelled(world.signal)
  }
  await world.out(piece)
}
