import {LensError} from '../image/oci/error.ts'
import type {RunOptions} from '../operations/engine/run-container.ts'

/** What a container was to be run with, and the engine's client. */
type Asked = Pick<RunOptions, 'image' | 'volumes'> & {readonly program: string}
type Telling = (asked: Asked, found: string) => readonly [message: string, advice: string]

const NO_PROGRAM: Telling = ({image}, program) => [
  `There is no program ${program} in ${image}.`,
  `See what there is: layerlens ls ${image} bin, or usr/bin. A shell's own words need the shell: -- sh -c 'WORDS'`,
]
const NO_IMAGE: Telling = ({image}) => [
  `The engine has no image ${image}, and could not fetch it.`,
  'List what it has: layerlens images; layerlens doctor REF says what is wrong with the way to a registry.',
]
const PORT_TAKEN: Telling = (_, port) => [
  `Port ${port} is in use on the engine's machine.`,
  'Take another one before the colon of -p HOST:CONTAINER, or stop what listens there.',
]
const NO_NETWORK: Telling = ({program}, network) => [
  `The engine has no network ${network}.`,
  `List what it has: ${program} network ls`,
]
const NO_VOLUME: Telling = ({volumes}, name) => [
  `${name} is no name of a volume, and a folder is named by its whole path.`,
  `Write a folder like -v "$PWD/${name}":${volumes.find(each => each.startsWith(`${name}:`))?.slice(name.length + 1) ?? 'PATH'}`,
]
const NO_PORT: Telling = (_, port) => [`${port} is no port.`, 'Ports are numbers from 1 to 65535: -p HOST:CONTAINER']

/** How Docker, Podman, runc and crun say it. */
const TOLD: readonly (readonly [pattern: RegExp, tell: Telling])[] = [
  [/exec: "([^"]+)": (?:executable file not found|stat [^:]*: no such file)/, NO_PROGRAM],
  [/executable file `([^`]+)` not found/, NO_PROGRAM],
  [
    /exec: "([^"]+)": (?:permission denied|is a directory)/,
    ({image}, program) => [
      `${program} in ${image} is nothing that can be run.`,
      'It is a folder, or a file without the right to be executed: layerlens ls says which.',
    ],
  ],
  [
    /container name "\/?([^"]+)" is already in use/,
    ({program}, name) => [
      `Another container is called ${name}.`,
      `Take another --name, or remove that one: ${program} rm --force ${name}`,
    ],
  ],
  [/(?::|port )(\d+)(?:\/\w+)?(?:: bind: address already in use| failed: port is already allocated)/, PORT_TAKEN],
  [/host port for [^ ]*?:(\d+)[:/].*address already in use/, PORT_TAKEN],
  [
    /(pull access denied|lookup \S+.*(?:no such host|server misbehaving|i\/o timeout)|did not resolve to an alias)/,
    NO_IMAGE,
  ],
  [/network with name or ID (\S+): network not found/, NO_NETWORK],
  [/\bnetwork (\S+) not found/, NO_NETWORK],
  [/: "([^"]+)" includes invalid characters for a local volume name/, NO_VOLUME],
  [/creating named volume "([^"]+)": .*names must match/, NO_VOLUME],
  [/invalid (?:hostPort|containerPort): (\S+)/, NO_PORT],
  [/port numbers must be between 1 and 65535 \(inclusive\), got (\d+)/, NO_PORT],
]

/** The engine has no such image, and its client could not fetch it: what it said of that stands above. */
export function notFetched(image: string): LensError {
  const [message, advice] = NO_IMAGE({image, volumes: [], program: ''}, '')
  return new LensError('engine-refused', message, {advice})
}

/** What an engine's client says of a container that it could not start, in our words; null for what we have no better words for. */
export function runRefusal(said: string, asked: Asked): LensError | null {
  for (const [pattern, tell] of TOLD) {
    const found = pattern.exec(said)?.[1]
    if (found === undefined) continue
    const [message, advice] = tell(asked, found)
    return new LensError('engine-refused', message, {advice, cause: said})
  }
  return null
}
