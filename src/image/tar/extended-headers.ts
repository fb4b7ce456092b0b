import {FLAG, textEnd} from './header.ts'
import {type PaxRecords, parsePax} from './pax.ts'

/** The longest extended header that is read; longer ones are passed over and told. */
export const EXTENSION_LIMIT = 1 << 20

/** True for members that only describe the members after them: PAX (POSIX.1-2001, and Solaris' `X`), GNU's long names. */
export function isExtension(flag: number): boolean {
  return (
    flag === FLAG.paxLocal ||
    flag === FLAG.paxGlobal ||
    flag === FLAG.gnuLongName ||
    flag === FLAG.gnuLongLink ||
    flag === FLAG.paxLocalSolaris
  )
}

/**
 * What extended headers said so far: of the next member, and globally of all to come. Their bytes come in pieces: `begin`,
 * `add` until all are there, `end`.
 */
export class ExtendedHeaders {
  longName: Uint8Array | null = null
  longLink: Uint8Array | null = null
  private globalPax: PaxRecords = {}
  private pax: PaxRecords | null = null
  private bytes: Uint8Array | null = null
  private flag = 0
  private length = 0

  /** True while one is being read. */
  get reading(): boolean {
    return this.bytes !== null
  }

  /** True where something was said of a member that has not come. */
  get pending(): boolean {
    return this.pax !== null || this.longName !== null || this.longLink !== null
  }

  /** What counts for the next member: its own records over the global ones. */
  get records(): PaxRecords {
    return this.pax ?? this.globalPax
  }

  /** `size`: bytes, at most EXTENSION_LIMIT */
  begin(flag: number, size: number): void {
    this.bytes = new Uint8Array(size)
    this.flag = flag
    this.length = 0
  }

  /** The next bytes of the one that was begun. */
  add(piece: Uint8Array): void {
    this.bytes!.set(piece, this.length)
    this.length += piece.length
  }

  /** All of it is there; `problem` hears what in it can't be read. */
  end(problem: (message: string) => void): void {
    const bytes = this.bytes!
    this.bytes = null
    switch (this.flag) {
      case FLAG.paxGlobal:
        this.globalPax = parsePax(bytes, this.globalPax, problem)
        break
      case FLAG.gnuLongName:
        this.longName = bytes.subarray(0, textEnd(bytes, 0, bytes.length))
        break
      case FLAG.gnuLongLink:
        this.longLink = bytes.subarray(0, textEnd(bytes, 0, bytes.length))
        break
      default:
        this.pax = parsePax(bytes, this.globalPax, problem)
    }
  }

  /** The member came: what was said of it alone is used up. */
  used(): void {
    this.pax = null
    this.longName = null
    this.longLink = null
  }
}
