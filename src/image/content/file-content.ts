import type {ArchiveListing} from './archive-member.ts'
import type {ByteRun} from './byte-run.ts'
import type {TextContent} from './text-content.ts'

/** What a file of an image turned out to hold, as far as it was read. */
export interface FileContent {
  /** the file's bytes as stored, or what they unpack to */
  readonly bytes: ByteRun
  /** true: the bytes end here */
  readonly whole: boolean
  /** how many bytes there are in all; null for what is unpacked and not at its end yet */
  readonly size: number | null
  /** what the file is compressed by, and was unpacked from to be shown */
  readonly unpacked: 'gzip' | 'zstd' | null
  /** null where it is no text */
  readonly text: TextContent | null
  /** null where it is no archive */
  readonly archive: ArchiveListing | null
  /** what kind of bytes these are, where their first ones tell: `ELF program` */
  readonly format: string | null
  /** in hexadecimal, of the file as stored; null where not all of it was read */
  readonly sha256: string | null
  /** why less is shown than there might be, in a sentence; hostile text may be inside */
  readonly problem: string | null
}
