import type {Digest} from '../../../image/oci/digest.ts'
import type {Failure} from '../../../image/oci/error.ts'
import type {EngineChoice, ImagePlace} from '../jobs/task.ts'
import type {Asked, ContainerChanges, HeldBy} from './asked.ts'

/** What a form is for: one kind a form, each with a file of its own; plans.ts has them in a table. */
export type Purpose =
  | ExtractPurpose
  | LeavePurpose
  | CommitPurpose
  | CommitImagePurpose
  | TagPurpose
  | PushPurpose
  | PullPurpose
  | SavePurpose
  | LoadPurpose
  | LoginPurpose
  | NamePurpose
  | CopyPurpose
  | RetagPurpose
  | DeletePurpose
  | RunPurpose
  | RegistryPurpose
  | RemovePurpose

export type PurposeOf<K extends Purpose['kind']> = Extract<Purpose, {kind: K}>

/** Taking a path out of the image: this version of it, and of a folder what it holds as of a layer. */
export interface ExtractPurpose {
  readonly kind: 'extract'
  /** of the image */
  readonly session: number
  readonly node: number
  readonly version: number
  readonly layer: number
}

/** Leaving the program while something is being done. */
export interface LeavePurpose {
  readonly kind: 'leave'
  /** exit code */
  readonly code: number
}

/** Making an image of a container. */
export interface CommitPurpose {
  readonly kind: 'commit'
  readonly engine: EngineChoice
  /** its ID */
  readonly container: string
  /** hostile, as all names here */
  readonly name: string
  /** the image that it stands on, as it was named */
  readonly image: string
  readonly changes: Asked<ContainerChanges>
}

/** Making an image of one in the store and a change. */
export interface CommitImagePurpose {
  readonly kind: 'commit-image'
  /** the image below: a name of it, else its ID */
  readonly image: string
}

/** An image of an engine, or of the store, that something is done with. */
export interface ChosenImage {
  readonly place: ImagePlace
  readonly id: string
  readonly tags: readonly string[]
  /** of the store: what it is there for, as far as that is known; hostile */
  readonly platforms?: readonly string[]
}

export interface TagPurpose extends ChosenImage {
  readonly kind: 'tag'
}

export interface PushPurpose extends ChosenImage {
  readonly kind: 'push'
}

export interface PullPurpose {
  readonly kind: 'pull'
}

/** Writing images into an archive. */
export interface SavePurpose {
  readonly kind: 'save'
  readonly place: ImagePlace
  /** by a tag, else the ID */
  readonly images: readonly string[]
  /** further names of theirs, which no archive gets */
  readonly leftOut: readonly string[]
  /** bytes, by the engine's own figures; null where it is not known */
  readonly size: number | null
}

export interface LoadPurpose {
  readonly kind: 'load'
}

/** Saying who one is at a registry. */
export interface LoginPurpose {
  readonly kind: 'login'
  readonly host: string
}

/** Naming a registry, or a repository of one that lists none. */
export interface NamePurpose {
  readonly kind: 'name-registry'
}

/** Copying an image of a registry to elsewhere. */
export interface CopyPurpose {
  readonly kind: 'copy'
  readonly host: string
  readonly path: string
  readonly tag: string
}

/** Another tag in the same repository for what a tag leads to. */
export interface RetagPurpose {
  readonly kind: 'retag'
  readonly host: string
  readonly path: string
  readonly tag: string
  /** as it was seen; null where that is not known yet */
  readonly digest: Digest | null
}

/** Deleting a tag of a registry, or the manifest that it leads to. */
export interface DeletePurpose {
  readonly kind: 'delete-remote'
  readonly host: string
  readonly path: string
  readonly tag: string
  readonly digest: Digest
  /** the question which other tags lead there */
  readonly session: number
  /** how many are looked at for that */
  readonly others: number
  readonly looked: number
  /** those that do; hostile */
  readonly carriers: readonly string[]
  /** all were looked at */
  readonly known: boolean
  /** why they could not be */
  readonly failure: Failure | null
}

export interface RunPurpose extends ChosenImage {
  readonly kind: 'run'
  readonly place: EngineChoice
}

/** Starting a private registry. */
export interface RegistryPurpose {
  readonly kind: 'registry'
  readonly image: string
}

/** Removing images, or names of one. */
export interface RemovePurpose {
  readonly kind: 'remove'
  readonly place: ImagePlace
  readonly images: readonly {readonly id: string; readonly tags: readonly string[]}[]
  readonly holdings: Asked<HeldBy>
}
