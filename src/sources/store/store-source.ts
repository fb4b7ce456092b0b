import {LensError} from '../../image/oci/error.ts'
import type {Image, ImageSummary} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {formatIndexDocument} from '../layout/index-document.ts'
import {layoutCandidates, parseIndexJson} from '../layout/layout-candidates.ts'
import {chooseImage, listing} from '../medium/choose-image.ts'
import {type ImageCandidate, summaryOf} from '../medium/image-candidate.ts'
import {parseSelector} from '../medium/selector.ts'
import {type OpenOptions, openedOnly, type Selection, type Source} from '../medium/source.ts'
import type {Store} from './store.ts'

/** The images of our own store. */
export class StoreSource implements Source {
  readonly transport = 'store'
  private readonly store: Store

  constructor(store: Store) {
    this.store = store
  }

  async *list(): AsyncIterable<ImageSummary> {
    for (const candidate of await storeCandidates(this.store)) {
      if (!candidate.absent) yield summaryOf(candidate, referenceOf(candidate))
    }
  }

  async open(selector: string, options: OpenOptions): Promise<Image> {
    return openedOnly(await this.select(selector, options))
  }

  /** `selector`: a tag, an ID or a unique prefix of one, a digest; '' for the only image. */
  async select(selector: string, {hostArchitecture, platform = null, askPlatform = false}: OpenOptions) {
    const all = await storeCandidates(this.store)
    if (all.length === 0) throw nothingThere(this.store)
    const choice = chooseImage(
      all,
      parseSelector(selector === '' ? '' : `:${selector}`),
      {hostArchitecture, platform, askPlatform},
      t`The store`,
    )
    if (choice.kind === 'one') return imageOf(choice.candidate, selector)
    return {
      kind: 'choices',
      choices: choice.candidates.map(candidate => summaryOf(candidate, referenceOf(candidate))),
      preferred: choice.preferred === null ? 0 : Math.max(0, choice.candidates.indexOf(choice.preferred)),
      place: t`The store`,
      message: t`The store holds several images: ${listing(choice.candidates)}.`,
    } satisfies Selection
  }

  async close(): Promise<void> {}
}

async function imageOf(candidate: ImageCandidate, selector: string): Promise<Selection> {
  const reference = selector === '' ? referenceOf(candidate) : `store:${selector}`
  return {kind: 'image', image: await candidate.open(reference)}
}

/** True where the store has something by this name, ID or digest. A damaged store has nothing for who didn't ask for it. */
export async function isInStore(store: Store, name: string): Promise<boolean> {
  if (!store.exists) return false
  try {
    const wanted = {hostArchitecture: '', platform: null}
    chooseImage(await storeCandidates(store), parseSelector(`:${name}`), wanted, t`The store`)
    return true
  } catch (thrown) {
    if (thrown instanceof LensError) return thrown.kind === 'reference-ambiguous' || thrown.kind === 'blob-missing'
    throw thrown
  }
}

/** What the store lists, each image and platform; what is damaged says so. Throws as `readIndex`. */
export async function storeCandidates(store: Store): Promise<readonly ImageCandidate[]> {
  const index = parseIndexJson(formatIndexDocument(store.readIndex()))
  const all = await layoutCandidates(index, store.blobs, 'store', [])
  return all.map(candidate => (candidate.failure === null ? candidate : {...candidate, ...told(candidate)}))
}

/** How an image of the store is opened: by its tag, where that alone leads to it, else by its digest. */
export function referenceOf({tags, digest, group}: ImageCandidate): string {
  const tag = group.startsWith('#') ? tags[0] : undefined
  return `store:${tag ?? digest ?? tags[0] ?? ''}`
}

/** A damaged image with what makes it whole again. */
function told({failure, tags}: ImageCandidate): Pick<ImageCandidate, 'failure' | 'open'> {
  const name = tags[0]
  const known = failure!.kind === 'blob-missing' || failure!.kind === 'digest-mismatch'
  const again = name === undefined ? t`Bring it again from where it came` : t`Pull it again: layerlens pull ${name}`
  const advice =
    failure!.kind === 'digest-mismatch' ? t`Put what is damaged aside with layerlens gc --verify. ${again}` : again
  const better = known ? new LensError(failure!.kind, failure!.message, {cause: failure, advice}) : failure!
  return {
    failure: better,
    open: async () => {
      throw better
    },
  }
}

function nothingThere({folder}: Store): LensError {
  return new LensError('not-found', t`The store (${folder}) holds nothing yet.`, {
    advice: t`Bring an image into it: layerlens pull HOST/REPOSITORY:TAG, or layerlens copy SRC store:NAME`,
  })
}
