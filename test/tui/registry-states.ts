import {LensError, toFailure} from '../../src/image/oci/error.ts'
import type {RegistryAnswer} from '../../src/tui/app/registries/question.ts'
import type {TagFacts} from '../../src/tui/app/registries/registries.ts'
import type {State} from '../../src/tui/app/state.ts'
import {listed} from './home-states.ts'
import {NOW} from './sample-image.ts'
import {sampleDigest} from './sample-layer.ts'
import {after, press} from './sample-states.ts'

const DAY = 86_400_000

const told = (session: number, answer: RegistryAnswer) => ({type: 'registry-told', session, answer}) as const
const ended = (session: number, failure: LensError | null = null) =>
  told(session, {kind: 'ended', failure: failure === null ? null : toFailure(failure)})

/** The list of registries, as this machine knows them. Questions are numbered from 1. */
export function registriesListed(columns: number, rows: number): State {
  const hosts = [
    {host: 'registry.lan:5000', login: true, recent: true},
    {host: 'registry.cn-hangzhou.aliyuncs.com', login: true, recent: false},
  ]
  return after(press(listed(columns, rows), '3'), told(1, {kind: 'hosts', hosts}), ended(1))
}

/** The catalog of the first one. */
export function catalog(
  columns: number,
  rows: number,
  names = ['shop/api', 'shop/web', 'tools', 'evil/\x1b[31mred'],
): State {
  const asking = press(registriesListed(columns, rows), 'enter')
  return after(asking, told(2, {kind: 'repositories', names, more: false}), ended(2))
}

export const REFUSED = new LensError(
  'registry-unauthorized',
  'registry.lan:5000 wants to know who asks before its repositories can be listed.',
  {advice: 'Log in: layerlens login registry.lan:5000 (or docker login registry.lan:5000).'},
)

/** A catalog that is shown to nobody who is not known. */
export function refused(columns: number, rows: number): State {
  return after(press(registriesListed(columns, rows), 'enter'), ended(2, REFUSED))
}

function facts(tag: string, change: Partial<TagFacts> = {}): TagFacts {
  return {
    tag,
    digest: sampleDigest(7),
    platforms: ['linux/amd64'],
    size: 81_200_000,
    created: new Date(NOW - 3 * DAY).toISOString(),
    failure: null,
    ...change,
  }
}

/** The tags of its first repository; of the last one nothing is known yet. */
export function tags(columns: number, rows: number): State {
  const asking = press(catalog(columns, rows), 'enter')
  const gone = toFailure(
    new LensError('registry-failed', 'registry.lan:5000 is in trouble (HTTP 503): 1.2 could not be read.'),
  )
  return after(
    asking,
    told(3, {kind: 'tags', tags: ['1.2', '1.3', '1.4', 'latest', 'next']}),
    ended(3),
    told(4, {kind: 'facts', facts: facts('1.4')}),
    told(4, {kind: 'facts', facts: facts('latest')}),
    told(4, {
      kind: 'facts',
      facts: facts('1.3', {digest: sampleDigest(8), platforms: ['linux/amd64', 'linux/arm64/v8']}),
    }),
    told(4, {
      kind: 'facts',
      facts: facts('1.2', {digest: null, platforms: [], size: null, created: null, failure: gone}),
    }),
  )
}

/** The question before the third tag is deleted; what else leads there is known. */
export function deleting(columns: number, rows: number): State {
  return after(
    press(tags(columns, rows), 'j', 'j', 'd'),
    told(5, {kind: 'carriers', carrying: ['latest'], looked: 4}),
    ended(5),
  )
}

/** The doctor's page, the way gone to its end. */
export function examined(columns: number, rows: number): State {
  const finding = (name: string, verdict: 'ok' | 'note' | 'fault', message: string, fix: readonly string[] = []) =>
    told(5, {kind: 'examine', finding: {name, verdict, message, fix}})
  return after(
    press(tags(columns, rows), 'D'),
    finding('name', 'ok', 'registry.lan is 192.0.2.7'),
    finding('port', 'ok', '5000 answers in 3 ms'),
    finding('encryption', 'note', 'plain HTTP: an engine elsewhere has to be told', [
      'Docker: add this to /etc/docker/daemon.json, and restart the engine (sudo systemctl restart docker):',
      '  {"insecure-registries": ["registry.lan:5000"]}',
    ]),
    finding('api', 'ok', 'answers /v2/ as registry/2.0'),
    finding(
      'credentials',
      'fault',
      'me, from ~/.docker/config.json: registry.lan:5000 does not accept the name and password that are kept for it.',
      ['layerlens login registry.lan:5000'],
    ),
    ended(5),
  )
}

/** The registries' screens that are held by frames. */
export const REGISTRY_SCREENS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ['registries', registriesListed],
  ['registries-catalog', (columns, rows) => press(catalog(columns, rows), 'j')],
  ['registries-refused', refused],
  ['registries-tags', (columns, rows) => press(tags(columns, rows), 'j', 'j')],
  ['registries-delete', deleting],
  ['registries-copy', (columns, rows) => press(tags(columns, rows), 'j', 'c', 'tab', 'left')],
  ['registries-login', (columns, rows) => press(refused(columns, rows), 'L', 'm', 'e', 'tab', 's', '3', 'c')],
  ['doctor', examined],
]
