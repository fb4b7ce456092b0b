import {isHostAlone, parseRegistryHost, parseRemoteName, type RemoteName} from '../image/oci/remote-name.ts'
import {answeringEngine} from '../operations/registry/answering-engine.ts'
import {examine} from '../operations/registry/doctor.ts'
import type {Finding} from '../operations/registry/finding.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {pad} from '../text/width.ts'
import {type Command, EXIT} from './command.ts'

export const doctor: Command = {
  name: 'doctor',
  brief: 'what is wrong',
  usage: 'HOST[/REPO]',
  summary: 'why a registry is out of reach, the fix',
  options: [{name: 'json', help: 'as one JSON document, for programs'}],
  examples: [
    ['layerlens doctor registry.lan:5000', 'name, port, TLS, login, clock'],
    ['layerlens doctor localhost:5000/shop/api:1.4', 'and whether you may pull and push it'],
  ],
  positionals: [1, 1],
  async run(given, world) {
    const {host, image} = targetOf(given.positionals[0]!)
    const json = given.has('json')
    const findings: Finding[] = []
    const context = {signal: world.signal, progress: () => {}}
    const engine = () => answeringEngine(world.engines, world.signal)
    for await (const finding of examine({host, image, registries: world.registries, engine, context})) {
      findings.push(finding)
      if (!json) await world.out(lines(finding))
    }
    const sound = findings.every(({verdict}) => verdict !== 'fault')
    if (json) await world.out(`${jsonText({host, sound, findings})}\n`)
    return sound ? EXIT.done : EXIT.no
  },
}

/** A host alone, or an image of it. */
function targetOf(text: string): {host: string; image: RemoteName | null} {
  const plain = text.replace(/^(?:docker|https?):\/\//, '').replace(/\/+$/, '')
  if (isHostAlone(plain)) return {host: parseRegistryHost(plain), image: null}
  const image = parseRemoteName(plain)
  return {host: image.host, image}
}

const MARKS = {ok: 'ok   ', note: 'note ', fault: 'FAULT'} as const
const NAME_WIDTH = 15

function lines({name, verdict, message, fix}: Finding): string {
  const first = `${MARKS[verdict]}  ${pad(name, NAME_WIDTH)} ${printable(message)}\n`
  const indent = ' '.repeat(MARKS.ok.length + NAME_WIDTH + 3)
  return first + fix.map(line => `${indent}${printable(line)}\n`).join('')
}
