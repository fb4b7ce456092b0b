import type {EntryTypeName} from '../tar/entry-type.ts'

/** A member of an archive that lies in an image as a file. */
export interface ArchiveMember {
  /** as the archive spells it; hostile */
  readonly name: string
  readonly type: EntryTypeName
  /** bytes, unpacked */
  readonly size: number
  /** permission bits; null where the archive tells none */
  readonly mode: number | null
  /** seconds since 1970; null where the archive tells none */
  readonly seconds: number | null
  /** target of a link; hostile, null where there is none, or the archive keeps it elsewhere */
  readonly link: string | null
}

/** What is told of an archive's members. */
export interface ArchiveListing {
  readonly format: 'tar' | 'zip'
  readonly members: readonly ArchiveMember[]
  /** members in all as the archive itself says; null where it doesn't */
  readonly count: number | null
  /** why there may be more; null where these are all */
  readonly damage: string | null
}

/** More members than this are not listed: nobody reads them, and they have to be kept. */
export const MOST_MEMBERS = 50_000

/** Longer names are cut where they are kept; the tar has the rest. Bytes. */
export const LONGEST_NAME = 4096
