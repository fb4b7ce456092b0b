import type {Failure} from '../../../image/oci/error.ts'
import type {RegistrySubject} from './subject.ts'

/** The doctor's page: the way to a registry, step by step as it is gone. */
export interface DoctorPage {
  readonly kind: 'doctor'
  readonly session: number
  readonly subject: RegistrySubject
  readonly findings: readonly DoctorFinding[]
  readonly ended: boolean
  /** what kept it from going on; null where nothing did */
  readonly failure: Failure | null
  readonly top: number
}

/** One thing that was looked at; the shape of operations' Finding. Texts are hostile. */
export interface DoctorFinding {
  readonly name: string
  readonly verdict: 'ok' | 'note' | 'fault'
  readonly message: string
  /** lines to type or to write somewhere, exactly */
  readonly fix: readonly string[]
}
