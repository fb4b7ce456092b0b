/** Where a finding was seen: a folder or a file, with what of it counts. Plain data. */
export interface Evidence {
  /** without a leading slash, '' for the root; hostile */
  readonly path: string
  /** the layer that stored it */
  readonly layer: number
  readonly bytes: number
  readonly files: number
}

/** What to change in the build. Lines hold text of the image: hostile, secrets masked. */
export interface Fix {
  readonly file: 'Dockerfile' | '.dockerignore' | 'build context'
  /** the lines as they should read, or what to add; … stands for what stays as it is */
  readonly lines: readonly string[]
  /** what that does or what else goes, a sentence without its full stop; '' for nothing */
  readonly note: string
}

/** secret: must not be there · waste: bytes nobody reaches · leftover: bytes nobody needs · advice: worth knowing */
export const FINDING_KINDS = ['secret', 'waste', 'leftover', 'advice'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** What a rule tells of one place. */
export interface Told {
  /** what is there, a sentence without its full stop; hostile */
  readonly summary: string
  /** what the fix saves; no byte is in two findings of one image */
  readonly bytes: number
  /** exact: a rebuild saves this to the byte; about: it depends */
  readonly certainty: 'exact' | 'about'
  /** the layer whose instruction is to change; null where none is to blame */
  readonly layer: number | null
  /** largest first */
  readonly evidence: readonly Evidence[]
  /** null where there is nothing to change but what the base image is */
  readonly fix: Fix | null
}

/** What a rule tells, with all that a reader who knows no rules needs to judge it. */
export interface Finding extends Told {
  readonly rule: string
  readonly kind: FindingKind
  /** why it matters, a sentence */
  readonly why: string
  /** the instruction of `layer`, secrets masked; null where the history does not tell. Hostile */
  readonly instruction: string | null
  /** true where it lies in the base image: not yours to change */
  readonly inBase: boolean
  /** pieces of evidence beyond those that are listed */
  readonly more: number
}

/** Evidence that is kept of one finding. */
export const EVIDENCE_KEPT = 100

/** A finding that nobody wants to hear of. */
export interface Silence {
  /** a rule's id, or `*` */
  readonly rule: string
  /** a glob of paths; null for all of them */
  readonly path: string | null
  /** why; a silence without a reason is refused where it is read */
  readonly reason: string
}

/** A finding that was silenced, with why. */
export interface Silenced {
  readonly finding: Finding
  readonly reason: string
}
