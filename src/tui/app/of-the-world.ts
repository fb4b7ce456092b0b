import type {Failure} from '../../image/oci/error.ts'

/** True where doing it otherwise would not help, but doing it again may: the engine or a registry says no, or nothing. */
export function isOfTheWorld({kind}: Failure): boolean {
  return kind.startsWith('registry-') || kind === 'engine-lost' || kind === 'engine-not-reached'
}
