import type {Context, Image, ImageSummary, Transport} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {chooseImage, listing} from '../medium/choose-image.ts'
import {type ImageCandidate, referencesOf, summaryOf} from '../medium/image-candidate.ts'
import {parseSelector} from '../medium/selector.ts'
import {type OpenOptions, openedOnly, type Selection, type Source} from '../medium/source.ts'
import type {PlaceName} from './place-name.ts'

/** Archives and layouts: a place on disk whose images are all known once its documents were read. */
export class FileSource implements Source {
  readonly transport: Transport
  readonly name: PlaceName
  private readonly load: (context: Context) => Promise<readonly ImageCandidate[]>
  private loaded: Promise<readonly ImageCandidate[]> | null = null

  /** `load` reads the documents; it is called once, and again after it failed. */
  constructor(transport: Transport, name: PlaceName, load: (context: Context) => Promise<readonly ImageCandidate[]>) {
    this.transport = transport
    this.name = name
    this.load = load
  }

  async *list(context: Context): AsyncIterable<ImageSummary> {
    const all = await this.candidates(context)
    const references = referencesOf(all, this.transport, this.name.reference)
    for (const candidate of all) if (!candidate.absent) yield summaryOf(candidate, references.get(candidate)!)
  }

  async open(selector: string, options: OpenOptions): Promise<Image> {
    return openedOnly(await this.select(selector, options))
  }

  async select(selector: string, options: OpenOptions): Promise<Selection> {
    const parsed = parseSelector(selector)
    const all = await this.candidates(options.context)
    const {hostArchitecture, platform = null, askPlatform = false} = options
    const choice = chooseImage(all, parsed, {hostArchitecture, platform, askPlatform}, this.name.shown)
    const references = referencesOf(all, this.transport, this.name.reference)
    if (choice.kind === 'one') {
      return {kind: 'image', image: await choice.candidate.open(references.get(choice.candidate)!)}
    }
    return {
      kind: 'choices',
      choices: choice.candidates.map(candidate => summaryOf(candidate, references.get(candidate)!)),
      preferred: choice.preferred === null ? 0 : Math.max(0, choice.candidates.indexOf(choice.preferred)),
      place: this.name.shown,
      message: t`${this.name.shown} holds several images: ${listing(choice.candidates)}.`,
    }
  }

  async close(): Promise<void> {}

  private candidates(context: Context): Promise<readonly ImageCandidate[]> {
    this.loaded ??= this.load(context).catch(thrown => {
      this.loaded = null
      throw thrown
    })
    return this.loaded
  }
}
