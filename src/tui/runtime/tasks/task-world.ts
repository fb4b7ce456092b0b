import type {NamedOpportunity} from '../../../image/analysis/sharing/opportunities.ts'
import type {Context, Image, Progress} from '../../../image/oci/image.ts'
import type {LoadedImage} from '../../../operations/load-image.ts'
import type {User} from '../../../sources/docker-config/auth-files.ts'
import type {Engine} from '../../../sources/engine/engine.ts'
import type {Engines} from '../../../sources/engine/engines.ts'
import type {Registries} from '../../../sources/registry/registries.ts'
import type {Resolved} from '../../../sources/resolve.ts'
import type {Store} from '../../../sources/store/store.ts'
import type {EngineChoice} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'

/** What tasks are done with. */
export interface TaskWorld {
  /** the user's home folder, for `~` */
  readonly home: string
  readonly registries: Registries
  /** the engine that answers, or one of a kind. Throws `engine-not-reached`, `cancelled` */
  engine(choice: EngineChoice, signal: AbortSignal): Promise<Engine>
  readonly engines: Engines
  readonly store: Store
  readonly user: User
  /** An image read to its end. Throws LensErrors */
  load(image: Image, context: Context): Promise<LoadedImage>
  /** What images store more than once. Throws LensErrors */
  opportunities(images: readonly LoadedImage[], context: Context): Promise<readonly NamedOpportunity[]>
  /** What a reference means: an image, or several. Throws LensErrors */
  resolve(reference: string, context: Context): Promise<Resolved>
  /** One image; of several the one for that platform, with null for this machine. Throws LensErrors */
  open(reference: string, context: Context, platform?: string | null): Promise<Image>
}

/** The context of an operation, which tells how far it is in one piece. */
export function contextOf({signal, progress}: JobContext): Context {
  const tell = ({label, done, total}: Progress) => progress({label, done, total: total ?? null, parts: []})
  return {signal, progress: tell}
}
