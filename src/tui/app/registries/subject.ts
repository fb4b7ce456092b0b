import {formatRemoteName} from '../../../image/oci/remote-name.ts'

/** What keys on the Registries tab are about: a registry, a repository of it, a tag of that. */
export interface RegistrySubject {
  readonly host: string
  readonly path: string | null
  readonly tag: string | null
}

/** HOST, HOST/REPOSITORY or HOST/REPOSITORY:TAG. */
export function subjectName({host, path, tag}: RegistrySubject): string {
  return path === null ? host : formatRemoteName({host, path, tag})
}

/** As it is opened. */
export function referenceOf({host, path, tag}: RegistrySubject): string {
  return `docker://${formatRemoteName({host, path: path ?? '', tag})}`
}
