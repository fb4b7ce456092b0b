import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {layerOf} from '../image/filesystem/stack.ts'
import {raw, tarOf} from '../image/tar/raw-tar.ts'
import {
  configOf,
  type Descriptor,
  dockerSave,
  json,
  kanikoSave,
  LayoutBuilder,
  packTar,
  type TarMember,
} from './archives.ts'
import {gzipBomb, HARM, sized, spelled, VAST_WINDOW, vastHeader, zstdBomb} from './hostile-bytes.ts'

/** An image that was made to do harm. */
export interface HostileImage {
  readonly name: string
  /** what `inspect` ends with: 0 opens, maybe with a warning; 2 is refused, or not whole */
  readonly code: 0 | 2
  /** what is said of it on standard error; null where it is in order, only large */
  readonly told: RegExp | null
  /** a path of it that reading should fail at or survive, besides the root */
  readonly path?: string
  /** text for a terminal to obey is what is odd about it: every command that says anything of an image is tried */
  readonly isText?: boolean
  /** gibibytes of nothing */
  readonly isBomb?: boolean
  /** Writes it into the folder; gives the reference. */
  write(folder: string): Promise<string>
}

function saved(tars: readonly Buffer[], options: Parameters<typeof dockerSave>[0][number]['config'] = {}) {
  return async (folder: string) => {
    const path = join(folder, 'image.tar')
    writeFileSync(path, await packTar(dockerSave([{tags: ['t:1'], tars, config: options}])))
    return path
  }
}

const archive =
  (members: () => readonly TarMember[] | Promise<readonly TarMember[]>) =>
  async (folder: string): Promise<string> => {
    const path = join(folder, 'image.tar')
    writeFileSync(path, await packTar(await members()))
    return path
  }

const layout =
  (fill: (layout: LayoutBuilder) => void) =>
  async (folder: string): Promise<string> => {
    const built = new LayoutBuilder()
    fill(built)
    return built.writeFolder(join(folder, 'layout'))
  }

const ONE = layerOf(['etc/ok = fine'])
const steps = (count: number) => Array.from({length: count}, (_, i) => ({created_by: `step ${i}`}))
const deep = 'd/'.repeat(3000)
const LONG = 400_000
function harmfulNames(): Promise<readonly TarMember[]> {
  const files: TarMember[] = HARM.flatMap((harm, i) => [
    {name: `files/${i}${harm}`, content: harm},
    {name: `links/${i}`, type: 'symlink', link: harm},
    {name: `hard/${i}`, type: 'link', link: harm},
    {name: `folder${harm}/x`, content: 'x'},
  ])
  return packTar(files).then(async tar => {
    const tags = HARM.map(harm => `name${harm}:1`)
    const history = HARM.map(harm => ({created_by: `RUN ${harm}`, comment: harm, author: harm, created: harm}))
    const members = dockerSave([
      {tags, tars: [tar, await packTar([{name: 'files/.wh.0', content: ''}])], config: {history}},
    ])
    return members
  })
}

/** Whatever a config, a manifest and an index can say in words, in words that a terminal obeys. */
function harmfulConfig(built: LayoutBuilder): void {
  const all = HARM.join(' ')
  const named = Object.fromEntries(HARM.map(harm => [harm, harm]))
  const lines = HARM.map(harm => harm.replaceAll(/[\n:]/g, ' '))
  const secret = {name: `app${HARM[0]}/.env`, content: 'AWS_SECRET_ACCESS_KEY=AKIAABCDEFGHIJKLMNOP'}
  const tar = tarOf(
    ...[
      {name: 'etc/passwd', content: lines.map((line, i) => `${line}:x:${i}:${i}\n`).join('')},
      {name: 'etc/os-release', content: `ID=${lines[0]}\nVERSION_ID=${lines[5]}\nPRETTY_NAME="${lines.join(' ')}"\n`},
      {name: 'var/lib/dpkg/status', content: lines.map(line => `Package: ${line}\nVersion: ${line}\n\n`).join('')},
      ...HARM.map(harm => ({name: `var/cache/apt/${harm}.deb`, content: 'x'.repeat(9000)})),
      secret,
    ],
  )
  const above = tarOf(...[{...secret, content: ''}, {name: `var/cache/apt/.wh.${HARM[5]}.deb`}])
  const platform = {os: `linux${all}`, architecture: `amd64${all}`, variant: all}
  const history = HARM.map(harm => ({created: harm, created_by: `RUN ${harm} # buildkit`, comment: harm, author: harm}))
  const image = built.image([tar, above], {
    ...platform,
    created: all,
    history: history.slice(0, 2),
    more: {
      author: all,
      'os.version': all,
      config: {
        Env: HARM.map(harm => `${harm}=${harm}`),
        Labels: named,
        Entrypoint: HARM,
        Cmd: HARM,
        User: all,
        WorkingDir: all,
        Volumes: named,
        ExposedPorts: named,
        StopSignal: all,
        Healthcheck: {Test: HARM},
        OnBuild: HARM,
      },
    },
    manifest: manifest => ({...manifest, annotations: named}),
  })
  built.list(image, `tag${all}`, {platform})
}

/** Layers that are not there, by names which a terminal obeys. */
async function absentLayers(): Promise<readonly TarMember[]> {
  const manifest = [{Config: 'c.json', RepoTags: HARM, Layers: HARM}]
  return [
    {name: 'c.json', content: configOf(HARM.map(harm => Buffer.from(harm)))},
    {name: 'manifest.json', content: json(manifest)},
  ]
}

const nested = (built: LayoutBuilder, inner: Descriptor, depth: number): Descriptor => {
  let at = inner
  for (let left = depth; left > 0; left--) at = built.index([at])
  return at
}

export const HOSTILE_IMAGES: readonly HostileImage[] = [
  {
    name: 'text full of escapes everywhere',
    code: 0,
    told: /hard link/,
    path: `files/3${HARM[3]}`,
    isText: true,
    write: archive(harmfulNames),
  },
  {
    name: 'a config, a platform and a tag full of escapes',
    code: 0,
    told: null,
    path: 'etc/passwd',
    isText: true,
    write: layout(harmfulConfig),
  },
  {
    name: 'layers of names full of escapes, which are not there',
    code: 2,
    told: /is not in the archive/,
    isText: true,
    write: archive(absentLayers),
  },
  {
    name: 'a history of 100,000 steps for one layer',
    code: 0,
    told: /The history tells of 100,000 layers, the image has 1/,
    write: saved([ONE], {history: steps(100_000)}),
  },
  {
    name: 'a history of one step for three layers',
    code: 0,
    told: /history/,
    write: saved([ONE, layerOf(['b']), layerOf(['c'])], {history: steps(1)}),
  },
  {
    name: '500 layers',
    code: 0,
    told: null,
    write: saved(Array.from({length: 500}, (_, i) => layerOf([`f${i} = ${i}`]))),
  },
  {
    name: '3,000 nested folders',
    code: 0,
    told: null,
    path: `${deep}f`,
    write: saved([layerOf([`${deep}f = deep`]), layerOf([`${deep}g`])]),
  },
  {
    name: 'a name of 400,000 characters',
    code: 0,
    told: /a path of 400000 bytes, which nothing can unpack/,
    write: saved([spelled('n'.repeat(LONG))]),
  },
  {
    name: 'a path of 200,000 folders',
    code: 0,
    told: /a path of 400001 bytes, which nothing can unpack/,
    write: saved([spelled(`${'n/'.repeat(LONG / 2)}n`)]),
  },
  {
    name: 'a path that climbs 100,000 times',
    code: 0,
    told: /a path of 300001 bytes, which nothing can unpack/,
    write: saved([spelled(`${'../'.repeat(LONG / 4)}n`)]),
  },
  {
    name: 'an extended header of 2 GiB',
    code: 0,
    told: /extended header of 2147483648 bytes was passed over/,
    path: 'after',
    isBomb: true,
    write: vastHeader,
  },
  {
    name: 'extended headers that never advance',
    code: 0,
    told: /PAX record is malformed/,
    write: saved([tarOf(raw({name: 'x', flag: 'x', content: '0 path=a\n'.repeat(50_000)}), {name: 'after'})]),
  },
  {
    name: 'a layer of zstd that wants a window of 2 GiB',
    code: 2,
    told: /window of 2147483648 bytes/,
    write: layout(built => void built.list(built.image([ONE], {stored: [VAST_WINDOW]}), '1')),
  },
  {
    name: 'a file of zstd that wants a window of 2 GiB',
    code: 2,
    told: /window of 2147483648 bytes/,
    async write(folder) {
      writeFileSync(join(folder, 'image.tar.zst'), VAST_WINDOW)
      return join(folder, 'image.tar.zst')
    },
  },
  {
    name: 'an index 2,000 deep',
    code: 2,
    told: /deep|nest/,
    write: layout(built => void built.list(nested(built, built.image([ONE]), 2000), '1')),
  },
  {
    name: 'an index that lists itself',
    code: 2,
    told: /digest|circle|itself/,
    write: layout(built => {
      // No bytes hold their own digest, so those under this name are not those of their name.
      const inner = built.index([built.image([ONE])])
      built.files.set(built.path(inner), json({schemaVersion: 2, mediaType: inner.mediaType, manifests: [inner]}))
      built.list(inner, '1')
    }),
  },
  {
    name: 'a digest that leads out',
    code: 2,
    told: /digest/,
    write: layout(built => {
      const manifest = (of: object) => ({...of, layers: [{digest: 'sha256:../../../../etc/passwd', size: 5}]})
      built.list(built.image([ONE], {manifest}), '1')
    }),
  },
  {
    name: 'symlinks in loops, and out of the image',
    code: 0,
    told: /\/a is a symlink to b, which leads in a circle[\s\S]*\/self is a symlink to self, which/,
    path: 'a',
    write: saved([
      layerOf(['a -> b', 'b -> a', 'self -> self', 'up -> ../../../../etc/hostname', 'x/y -> ../../../..']),
    ]),
  },
  {
    name: 'one path as file, folder and link',
    code: 0,
    told: /\/a is stored as a folder and again as a file[\s\S]*\/f\/x lies below \/f/,
    path: 'a',
    write: saved([
      layerOf(['a = 12345', 'a/', 'a/b = 1', 'a -> x', 'a = 123', 'f/', 'f = 1', 'f/x = 2', 'l -> f', 'l/z = 1']),
    ]),
  },
  {
    name: 'whiteouts that name nothing, and an opaque mark after its siblings',
    code: 0,
    told: /a whiteout that names nothing[\s\S]*\/d is marked opaque after \/d\/new was put into it/,
    path: 'd/new',
    write: saved([layerOf(['d/', 'd/old = 1']), layerOf(['d/new = 2', 'd/.wh..wh..opq', '.wh.', '.wh..', 'd/.wh...'])]),
  },
  {
    name: 'hard links to nothing, to themselves, to folders, forward',
    code: 0,
    told: /is a hard link to itself[\s\S]*hard link to the folder|hard link to the folder[\s\S]*is a hard link to itself/,
    path: 'nothing',
    write: saved([
      layerOf(['nothing => no/such', 'self => self', 'd/', 'folder => d', 'forward => later', 'later = x']),
    ]),
  },
  {
    name: 'a file that is said to have 2^62 bytes',
    code: 2,
    told: /impossible size/,
    path: 'before',
    write: saved([sized(2n ** 62n)]),
  },
  {
    name: 'a file that is said to have less than none',
    code: 2,
    told: /impossible size/,
    path: 'before',
    write: saved([sized(-1n)]),
  },
  ...[
    ['out of the archive', '../../../../../../../etc/passwd'],
    ['to a file of the host', '/etc/passwd'],
    ['to itself', 'layer.tar'],
  ].map(
    ([where, link]): HostileImage => ({
      name: `a layer that is a symlink ${where}`,
      code: 2,
      told: /out of the archive|circle/,
      write: archive(() => [
        {name: 'c.json', content: configOf([ONE])},
        {name: 'layer.tar', type: 'symlink', link: link!},
        {name: 'manifest.json', content: json([{Config: 'c.json', RepoTags: ['t:1'], Layers: ['layer.tar']}])},
      ]),
    }),
  ),
  ...['null', '"x"', '[]', '[null]', '{}'].map(
    (content): HostileImage => ({
      name: `a manifest.json that is ${content}`,
      code: 2,
      told: /manifest\.json/,
      write: archive(() => [{name: 'manifest.json', content}]),
    }),
  ),
  {
    name: 'a gzip bomb of 512 MiB',
    code: 2,
    told: /digest/,
    isBomb: true,
    write: archive(() => kanikoSave([ONE], [gzipBomb(512)])),
  },
  {
    name: 'a zstd bomb of 256 MiB',
    code: 2,
    told: /digest/,
    isBomb: true,
    write: archive(() => kanikoSave([ONE], [zstdBomb(256)])),
  },
]
