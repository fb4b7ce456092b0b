import {createHash} from 'node:crypto'
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir, userInfo} from 'node:os'
import {join} from 'node:path'
import {makeBuildahImages} from './buildah.ts'
import {command} from './command.ts'
import {makeDockerImages} from './docker.ts'
import {CORPUS, type Described, EXPORTS, MAKERS, type Maker, needsOf} from './images.ts'
import {once} from './once.ts'
import {makePodmanImages} from './podman.ts'
import {composeDocker25, makeSkopeoImages} from './skopeo.ts'
import {lacks} from './tools.ts'
import {makeUmociImages} from './umoci.ts'

export interface CorpusImage extends Described {
  /** the program that wrote it */
  readonly tool: Maker
  /** of the file or folder */
  readonly path: string
  /** `TRANSPORT:PATH[:NAME]` */
  readonly reference: string
  /** the tree as another tool packed it (entries may begin with `./`), null where none did */
  readonly exportTar: string | null
  /** the configuration as `skopeo inspect --config --raw` prints it, null where skopeo is missing */
  readonly config: unknown
}

export interface Corpus {
  readonly images: readonly CorpusImage[]
  /** `docker export` of the steps image, null without an engine */
  readonly exportTar: string | null
  /** makers that could not write their images here, and why */
  readonly missing: readonly {readonly tool: Maker; readonly why: string}[]
}

const MAKE: Readonly<Record<Maker, (folder: string, from: string) => Promise<void>>> = {
  docker: makeDockerImages,
  skopeo: makeSkopeoImages,
  docker25: composeDocker25,
  podman: makePodmanImages,
  buildah: makeBuildahImages,
  umoci: makeUmociImages,
}

let corpus: Promise<Corpus> | undefined

/**
 * Images as the real tools on this machine write them; made at the first call on a machine (about 20 s), then found in the
 * cache. Processes that ask at once share the work. What a missing or failing tool could not write is told in `missing`.
 */
export function realCorpus(): Promise<Corpus> {
  corpus ??= makeCorpus(cacheFolder())
  return corpus
}

/** The image of that name in CORPUS. Throws, with the maker's reason, where it could not be made. */
export async function corpusImage(name: string): Promise<CorpusImage> {
  const {images, missing} = await realCorpus()
  const found = images.find(image => image.name === name)
  if (found) return found
  throw new Error(`no image "${name}" in the corpus: ${missing.map(({tool, why}) => `${tool}: ${why}`).join('; ')}`)
}

async function makeCorpus(cache: string): Promise<Corpus> {
  const folders = new Map<Maker, string>()
  const missing: {tool: Maker; why: string}[] = []
  for (const maker of Object.keys(MAKERS) as Maker[]) {
    const lacking = needsOf(maker).filter(tool => lacks(tool) !== null)
    const {from} = {from: undefined, ...MAKERS[maker]}
    if (lacking.length > 0) missing.push({tool: maker, why: `it needs ${lacking.join(', ')}`})
    else if (from && !folders.has(from)) missing.push({tool: maker, why: `it starts from what ${from} writes`})
    else {
      try {
        folders.set(maker, await once(cache, maker, folder => MAKE[maker](folder, folders.get(from ?? maker) ?? '')))
      } catch (error) {
        missing.push({tool: maker, why: String(error)})
      }
    }
  }
  const exportOf = (content: Described['content']): string | null => {
    const [maker, file] = EXPORTS[content] ?? []
    const folder = maker && folders.get(maker)
    return folder && file ? join(folder, file) : null
  }
  const made = CORPUS.flatMap(image => {
    const folder = folders.get(image.maker)
    if (folder === undefined) return []
    const path = join(folder, image.at)
    const reference = `${image.transport}:${path}${image.select}`
    return [{...image, tool: image.maker, path, reference, exportTar: exportOf(image.content)}]
  })
  const configs = await inspectConfigs(cache, folders.has('skopeo') ? made.map(({reference}) => reference) : [])
  const images = made.map(image => ({...image, config: configs[image.reference] ?? null}))
  return {images, exportTar: exportOf('steps'), missing}
}

/** The configuration of each reference, as skopeo reads it. */
async function inspectConfigs(
  cache: string,
  references: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  if (references.length === 0) return {}
  const folder = await once(cache, `configs-${digestOf(references)}`, async making => {
    const configs: Record<string, unknown> = {}
    for (const reference of references) {
      configs[reference] = JSON.parse(
        await command('skopeo', ['--insecure-policy', 'inspect', '--config', '--raw', reference]),
      )
    }
    writeFileSync(join(making, 'configs.json'), JSON.stringify(configs))
  })
  return JSON.parse(readFileSync(join(folder, 'configs.json'), 'utf8'))
}

/** Changes with the sources that make the corpus, so that an old one is never taken for a new one. */
function cacheFolder(): string {
  const sources = readdirSync(import.meta.dirname).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const version = digestOf(sources.sort().map(name => readFileSync(join(import.meta.dirname, name), 'utf8')))
  const parent = process.env.LAYERLENS_TEST_CACHE ?? tmpdir()
  return join(parent, `layerlens-test-corpus-${userInfo().uid}-${version}`)
}

function digestOf(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\0')
  return hash.digest('hex').slice(0, 12)
}
