import type {BaseCandidate, BaseImage} from '../image/analysis/base-image.ts'
import type {CheckConfig} from '../image/analysis/budgets/check-config.ts'
import type {Silence} from '../image/analysis/finding.ts'
import {toFailure} from '../image/oci/error.ts'
import type {Image} from '../image/oci/image.ts'
import type {Engine} from '../sources/engine/engine.ts'
import type {Resolved} from '../sources/resolve.ts'
import type {Store} from '../sources/store/store.ts'
import {baseCandidates} from './base-candidates.ts'
import {baseCandidatesOfStore} from './base-candidates-of-store.ts'
import {readConfig} from './check-files.ts'
import {givenBase} from './image-base.ts'

/** What is known beside an image of where its base ends and what of it nobody wants to hear. */
export interface BasesFound {
  readonly candidates: readonly BaseCandidate[]
  /** what `.layerlens.yaml` names */
  readonly given: BaseImage | null
  readonly silences: readonly Silence[]
  /** what could not be read or found, a sentence */
  readonly problem: string | null
}

/** Where bases are looked for. */
export interface BaseSources {
  /** the engine that answers; rejects where none does */
  readonly engine: () => Promise<Engine>
  readonly store: Store
  readonly resolve: (reference: string) => Promise<Resolved>
  /** what the user's own configuration silences */
  readonly silences?: readonly Silence[]
  readonly signal: AbortSignal
}

/** Milliseconds that an engine has to tell of its images: it is asked beside everything else, and nobody waits for it. */
const PATIENCE = 10_000

/**
 * Looks into `.layerlens.yaml` of the working folder and into the store, and tells what is there at once; then again, with all
 * that is known, when the configured base is found and when the engine has told of its images, where one answers. Resolves when
 * there is nothing more to come; never rejects.
 */
export async function findBases(image: Image, sources: BaseSources, told: (found: BasesFound) => void): Promise<void> {
  const {store, resolve, signal, silences = []} = sources
  const {config, problem} = configured()
  let known: BasesFound = {
    candidates: await baseCandidatesOfStore(store),
    given: null,
    silences: [...(config?.ignore ?? []), ...silences],
    problem,
  }
  const tell = (more: Partial<BasesFound>) => {
    // A problem is told once.
    known = {...known, problem: null, ...more}
    if (!signal.aborted) told(known)
  }
  tell({problem})
  const given = async (base: string) => {
    try {
      tell({given: await givenBase(image, base, resolve)})
    } catch (error) {
      tell({problem: toFailure(error).message})
    }
  }
  const beside = async () => {
    const found = await candidatesOfEngine(sources)
    // Of two images with the same layers the engine's counts.
    if (found.length > 0) tell({candidates: [...found, ...known.candidates]})
  }
  await Promise.all([beside(), ...(config?.base == null ? [] : [given(config.base)])])
}

function configured(): {readonly config: CheckConfig | null; readonly problem: string | null} {
  try {
    return {config: readConfig(null).config, problem: null}
  } catch (error) {
    return {config: null, problem: toFailure(error).message}
  }
}

/** None where no engine answers in time. */
async function candidatesOfEngine({engine, signal}: BaseSources): Promise<readonly BaseCandidate[]> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)])
  const ended = new Promise<readonly BaseCandidate[]>(resolve => {
    if (patience.aborted) resolve([])
    patience.addEventListener('abort', () => resolve([]), {once: true})
  })
  const asked = engine().then(found => baseCandidates(found, patience))
  return Promise.race([asked.catch(() => []), ended])
}
