import type {Digest} from '../../../image/oci/digest.ts'
import type {Failure} from '../../../image/oci/error.ts'
import type {DoctorFinding} from './doctor.ts'
import type {KnownHost, TagFacts} from './registries.ts'
import type {RegistrySubject} from './subject.ts'

/** What the screen asks of registries, and of what this machine knows about them. */
export type RegistryQuestion =
  | {readonly kind: 'hosts'}
  | {readonly kind: 'repositories'; readonly host: string}
  | {readonly kind: 'tags'; readonly host: string; readonly path: string}
  /** the tags in view: asked again, others take the place of those that nobody began to look at */
  | {readonly kind: 'facts'; readonly host: string; readonly path: string; readonly tags: readonly string[]}
  /** which of these tags lead to this digest */
  | {
      readonly kind: 'carriers'
      readonly host: string
      readonly path: string
      readonly digest: Digest
      readonly tags: readonly string[]
    }
  | {readonly kind: 'login'; readonly host: string; readonly username: string; readonly password: string}
  /** the way to it, step by step */
  | {readonly kind: 'examine'; readonly subject: RegistrySubject}

/** What is told of a question, piece by piece; `ended` comes last. Texts are hostile. */
export type RegistryAnswer =
  | {readonly kind: 'hosts'; readonly hosts: readonly KnownHost[]}
  /** the next ones */
  | {readonly kind: 'repositories'; readonly names: readonly string[]; readonly more: boolean}
  | {readonly kind: 'tags'; readonly tags: readonly string[]}
  | {readonly kind: 'facts'; readonly facts: TagFacts}
  | {readonly kind: 'carriers'; readonly carrying: readonly string[]; readonly looked: number}
  /** `plain`: it lies there as base64, for whoever can read that file */
  | {readonly kind: 'login'; readonly keptIn: string; readonly plain: boolean}
  | {readonly kind: 'examine'; readonly finding: DoctorFinding}
  | {readonly kind: 'ended'; readonly failure: Failure | null}
