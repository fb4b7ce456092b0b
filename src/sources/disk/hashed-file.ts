import {createHash} from 'node:crypto'
import {writeSync} from 'node:fs'

/**
 * Bytes of one system call. Larger ones make the page cache take larger folios, whose memory was measured to be three times
 * as slow to get, on a virtual machine: skopeo writes in these too.
 */
const AT_ONCE = 32 * 1024

/** Bytes that are appended to an open file and hashed. */
export class HashedFile {
  private readonly fd: number
  private readonly hash
  private size = 0

  /** `fd` stays the caller's; nobody else may write to it. */
  constructor(fd: number, algorithm: 'sha256' | 'sha512') {
    this.fd = fd
    this.hash = createHash(algorithm)
  }

  /** Throws the system's error. */
  append(bytes: Uint8Array): void {
    this.hash.update(bytes)
    for (let at = 0; at < bytes.length; ) {
      const written = writeSync(this.fd, bytes, at, Math.min(AT_ONCE, bytes.length - at), this.size)
      at += written
      this.size += written
    }
  }

  /** Of all that was appended, lowercase hex; nothing more may be appended. */
  digest(): string {
    return this.hash.digest('hex')
  }
}
