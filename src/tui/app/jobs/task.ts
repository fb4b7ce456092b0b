/** What a job does, as a plain value: runtime/tasks knows how. One entry a kind. */
export type Task =
  | ExtractTask
  | CommitTask
  | CommitImageTask
  | TagTask
  | PushTask
  | PullTask
  | SaveTask
  | LoadTask
  | CopyTask
  | RetagTask
  | DeleteRemoteTask
  | RemoveTask
  | RegistryTask
  | ContentsTask

/** Which engine does it: null for the one that answers. */
export type EngineChoice = 'podman' | null

/** Where an image is that something is done with: an engine, or our own store, which needs none. */
export type ImagePlace = EngineChoice | 'store'

/** Copying an image from one place to another, both named with their transports. */
export interface CopyTask {
  readonly kind: 'copy'
  readonly source: string
  readonly destination: string
  /** `os/arch[/variant]`; null: this machine's */
  readonly platform: string | null
  /** all platforms and attestations, as they are */
  readonly whole: boolean
}

/** Another tag of the same repository for a manifest. */
export interface RetagTask {
  readonly kind: 'retag'
  readonly host: string
  readonly path: string
  /** tag or digest */
  readonly from: string
  readonly to: string
}

/** Deleting a tag of a registry, or with a digest a manifest and all of its tags. */
export interface DeleteRemoteTask {
  readonly kind: 'delete-remote'
  readonly host: string
  readonly path: string
  readonly reference: string
}

/** Writing a version of a path of that session's image to the disk. */
export interface ExtractTask {
  readonly kind: 'extract'
  readonly session: number
  readonly node: number
  readonly version: number
  /** of a folder: what it holds as of this layer */
  readonly layer: number
  /** as it was typed: `~` is the home folder */
  readonly directory: string
  readonly force: boolean
  readonly owner: boolean
}

/** Making an image of a container. */
export interface CommitTask {
  readonly kind: 'commit'
  readonly engine: EngineChoice
  /** name or ID */
  readonly container: string
  /** `[HOST:PORT/]REPOSITORY[:TAG]`; null: the image has none */
  readonly name: string | null
  readonly message: string
  readonly author: string
  readonly pause: boolean
  /** lines of a Dockerfile */
  readonly changes: readonly string[]
}

/** Making an image of one in the store and a change, without any engine. */
export interface CommitImageTask {
  readonly kind: 'commit-image'
  /** the image below: a name of the store, or an ID */
  readonly image: string
  /** `[HOST:PORT/]REPOSITORY[:TAG]` */
  readonly name: string
  /** `PATH[:/AT]` each, as they were typed: `~` is the home folder */
  readonly additions: readonly string[]
  /** paths in the image that are to be gone */
  readonly removals: readonly string[]
  /** lines of a Dockerfile */
  readonly changes: readonly string[]
  readonly message: string
  readonly author: string
}

/** Giving an image another name, which may then be pushed. */
export interface TagTask {
  readonly kind: 'tag'
  readonly place: ImagePlace
  /** ID or name */
  readonly image: string
  readonly name: string
  readonly thenPush: boolean
}

/** Sending a tag to its registry. */
export interface PushTask {
  readonly kind: 'push'
  readonly place: ImagePlace
  readonly name: string
  /** only the engine's own platform of it: for registries that take no attestation beside it */
  readonly onePlatform: boolean
  /** from the store: `os/arch[/variant]`; null: this machine's */
  readonly platform: string | null
  /** from the store: all platforms and attestations, as they are */
  readonly whole: boolean
}

/** Getting a tag from its registry. */
export interface PullTask {
  readonly kind: 'pull'
  readonly place: ImagePlace
  readonly name: string
  /** `os/arch[/variant]`; null: the engine's own, in the store this machine's */
  readonly platform: string | null
}

/** Writing images into one archive. */
export interface SaveTask {
  readonly kind: 'save'
  readonly place: ImagePlace
  /** names or IDs */
  readonly images: readonly string[]
  /** as it was typed: `~` is the home folder */
  readonly path: string
}

/** Bringing the images of an archive into the engine, or the store. */
export interface LoadTask {
  readonly kind: 'load'
  readonly place: ImagePlace
  /** as it was typed: `~` is the home folder */
  readonly path: string
}

/** Removing names, and images with their last one. */
export interface RemoveTask {
  readonly kind: 'remove'
  readonly place: ImagePlace
  /** tags or IDs, in an order that works */
  readonly references: readonly string[]
  /** bytes that were said to be freed; null where more is, by what nobody tells */
  readonly promised: number | null
}

/** Looking for what images store more than once, in layers that they don't share. */
export interface ContentsTask {
  readonly kind: 'contents'
  readonly references: readonly string[]
}

/** Starting a private registry. */
export interface RegistryTask {
  readonly kind: 'registry'
  readonly image: string
  readonly port: number
  /** as it was typed: `~` is the home folder */
  readonly folder: string
}
