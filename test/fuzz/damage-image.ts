import {gzipSync} from 'node:zlib'
import type {Chance} from '../chance.ts'
import {configOf, digestOf, hexOf, json, oldId} from '../corpus/archives.ts'
import {type RawMember, tarOf} from '../image/tar/raw-tar.ts'
import {damageTar} from './damage-tar.ts'

const VALUES: readonly unknown[] = [
  null,
  '',
  'text',
  [],
  {},
  [null],
  -1,
  2 ** 62,
  1e308,
  true,
  '../../etc/passwd',
  '/etc/passwd',
  'sha256:../../x',
  `sha256:${'0'.repeat(64)}`,
  'sha512:00',
  'x'.repeat(5000),
  '\u001b]52;c;eA==\u0007',
  '__proto__',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
]

type Tree = Record<string, unknown> | unknown[]

/** A document with one to three of its values exchanged, left out, or there twice. */
export function damageDocument(document: unknown, chance: Chance): unknown {
  const copy = JSON.parse(JSON.stringify(document)) as unknown
  if (chance.is(0.05)) return structuredClone(chance.of(VALUES))
  for (let left = 1 + chance.below(3); left > 0; left--) {
    let at = copy as Tree
    for (;;) {
      const keys = Object.keys(at)
      if (keys.length === 0) break
      const key = chance.of(keys) as keyof Tree
      const inner = at[key] as unknown
      if (typeof inner === 'object' && inner !== null && chance.is(0.75)) {
        at = inner as Tree
        continue
      }
      const kind = chance.below(8)
      if (kind === 0) delete at[key]
      else if (kind === 1 && Array.isArray(at)) at.push(...at.slice())
      else if (kind === 2) (at as Record<string, unknown>)[key] = [inner, inner]
      else if (kind === 3) (at as Record<string, unknown>)[key] = copy === at ? null : nested(inner)
      else (at as Record<string, unknown>)[key] = structuredClone(chance.of(VALUES))
      break
    }
  }
  return copy
}

function nested(value: unknown): unknown {
  let deep = value
  for (let i = 0; i < 200; i++) deep = [deep]
  return deep
}

/** The bytes of a document; sometimes no JSON any more. */
function written(document: unknown, chance: Chance): Buffer {
  const bytes = json(document) ?? Buffer.from('')
  if (chance.is(0.9)) return bytes
  return chance.of([
    bytes.subarray(0, bytes.length >> 1),
    Buffer.concat([Buffer.from('\ufeff'), bytes]),
    Buffer.from('[['.repeat(3000)),
    Buffer.alloc(0),
  ])
}

/** An archive of an image: as docker saves it, of old, or an OCI layout in a tar; its documents or its tar damaged. */
export function damagedArchive(layers: readonly Buffer[], chance: Chance): Buffer {
  const maybe = (document: unknown) => (chance.is(0.4) ? damageDocument(document, chance) : document)
  const make = chance.of([dockerArchive, ociArchive, oldArchive])
  const members = make(layers, maybe, document => written(document, chance), chance)
  if (chance.is(0.2)) members.splice(chance.below(members.length), 1)
  if (chance.is(0.1)) members.push(chance.of(members))
  if (chance.is(0.1)) {
    const name = chance.of(members).name
    members.push({
      name,
      flag: chance.of(['1', '2', '5']),
      link: chance.of([String(name), '../../etc/passwd', '/etc/passwd', 'nowhere']),
    })
  }
  const tar = tarOf(...members)
  const damaged = chance.is(0.3) ? damageTar(tar, chance, [tar]) : tar
  return chance.is(0.05) ? gzipSync(damaged, {level: 1}) : damaged
}

type Maybe = (document: unknown) => unknown
type Write = (document: unknown) => Buffer

function configFor(layers: readonly Buffer[], maybe: Maybe, write: Write): Buffer {
  return write(maybe(JSON.parse(configOf(layers).toString())))
}

function dockerArchive(layers: readonly Buffer[], maybe: Maybe, write: Write): RawMember[] {
  const config = configFor(layers, maybe, write)
  const names = layers.map((_, i) => `${hexOf(Buffer.from([i]))}/layer.tar`)
  const manifest = [{Config: `${hexOf(config)}.json`, RepoTags: ['a/b:1'], Layers: names}]
  return [
    ...layers.map((content, i) => ({name: names[i]!, content})),
    {name: `${hexOf(config)}.json`, content: config},
    {name: 'manifest.json', content: write(maybe(manifest))},
  ]
}

function ociArchive(layers: readonly Buffer[], maybe: Maybe, write: Write, chance: Chance): RawMember[] {
  const members: RawMember[] = []
  const blob = (content: Buffer, mediaType: string) => {
    members.push({name: `blobs/sha256/${hexOf(content)}`.slice(0, 100), content})
    return {mediaType, digest: digestOf(content), size: content.length}
  }
  const type = (name: string) => `application/vnd.oci.image.${name}`
  const config = blob(configFor(layers, maybe, write), type('config.v1+json'))
  const stored = layers.map(layer =>
    blob(chance.is(0.5) ? gzipSync(layer, {level: 1}) : layer, type('layer.v1.tar+gzip')),
  )
  let top = blob(
    write(maybe({schemaVersion: 2, mediaType: type('manifest.v1+json'), config, layers: stored})),
    type('manifest.v1+json'),
  )
  if (chance.is(0.3)) top = blob(write(maybe({schemaVersion: 2, manifests: [top]})), type('index.v1+json'))
  members.push({name: 'oci-layout', content: write(maybe({imageLayoutVersion: '1.0.0'}))})
  members.push({name: 'index.json', content: write(maybe({schemaVersion: 2, manifests: [top]}))})
  return members
}

function oldArchive(layers: readonly Buffer[], maybe: Maybe, write: Write): RawMember[] {
  const ids = layers.map((_, i) => oldId(String(i)))
  const members = layers.flatMap((content, i): RawMember[] => [
    {
      name: `${ids[i]}/json`,
      content: write(maybe({id: ids[i], parent: ids[i - 1], os: 'linux', architecture: 'amd64'})),
    },
    {name: `${ids[i]}/layer.tar`, content},
  ])
  return [...members, {name: 'repositories', content: write(maybe({name: {tag: ids.at(-1)}}))}]
}
