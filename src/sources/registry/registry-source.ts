import type {Context, Image, ImageSummary} from '../../image/oci/image.ts'
import {formatRemoteName, type RemoteName} from '../../image/oci/remote-name.ts'
import {t} from '../../text/translate.ts'
import type {BlobKeeper} from '../medium/blob-keeper.ts'
import {chooseImage} from '../medium/choose-image.ts'
import {type ImageCandidate, summaryOf} from '../medium/image-candidate.ts'
import {type OpenOptions, openedOnly, type Selection, type Source} from '../medium/source.ts'
import type {Registries} from './registries.ts'
import {remoteCandidates} from './remote-candidates.ts'

/** One image of a registry, `docker://HOST/REPO[:TAG|@DIGEST]`, in all of its platforms. Nothing is fetched before it is asked. */
export class RegistrySource implements Source {
  readonly transport = 'docker'
  private readonly registries: Registries
  private readonly name: RemoteName
  private readonly keeper: BlobKeeper | null

  /** `keeper` keeps layers that were fetched; null: they only flow by. */
  constructor(registries: Registries, name: RemoteName, keeper: BlobKeeper | null) {
    this.registries = registries
    this.name = name.tag === null && name.digest === null ? {...name, tag: 'latest'} : name
    this.keeper = keeper
  }

  /** One line for each platform. */
  async *list(context: Context): AsyncIterable<ImageSummary> {
    const all = await this.candidates(context)
    for (const candidate of all) yield summaryOf(candidate, this.referenceOf(candidate, all.length === 1))
  }

  async open(selector: string, options: OpenOptions): Promise<Image> {
    return openedOnly(await this.select(selector, options))
  }

  /** `selector` is of no use here: the name says all. */
  async select(_selector: string, options: OpenOptions): Promise<Selection> {
    const {context, hostArchitecture, platform = null, askPlatform = false} = options
    const all = await this.candidates(context)
    const place = formatRemoteName(this.name)
    const choice = chooseImage(all, {kind: 'only'}, {hostArchitecture, platform, askPlatform}, place)
    if (choice.kind === 'one') {
      return {kind: 'image', image: await choice.candidate.open(this.referenceOf(choice.candidate, true))}
    }
    const preferred = choice.preferred === null ? 0 : Math.max(0, choice.candidates.indexOf(choice.preferred))
    return {
      kind: 'choices',
      choices: choice.candidates.map(candidate => summaryOf(candidate, this.referenceOf(candidate, false))),
      preferred,
      place,
      message: t`${place} is there for ${choice.candidates.length} platforms.`,
    }
  }

  /** Connections belong to all sources of a registry; they stay. */
  async close(): Promise<void> {}

  private candidates({signal}: Context): Promise<readonly ImageCandidate[]> {
    const {registries, name, keeper} = this
    return remoteCandidates({client: registries.clientOf(name.host), name, keeper}, signal)
  }

  /** As it was asked for; or, of several, by the digest that names this one alone. */
  private referenceOf({digest}: ImageCandidate, alone: boolean): string {
    const {host, path} = this.name
    return `docker://${formatRemoteName(alone ? this.name : {host, path, digest})}`
  }
}
