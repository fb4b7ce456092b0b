import {createHash} from 'node:crypto'
import {closeSync, openSync, writeSync} from 'node:fs'

const BLOCK = 512
const BUFFER_BYTES = 4 * 1024 * 1024
const END = Buffer.alloc(2 * BLOCK)

/** Writes a ustar archive to a file as fast as one thread can, hashing it on the way. POSIX.1-1988 headers; names up to 255 bytes. */
export class TarWriter {
  #fd
  #hash = createHash('sha256')
  #buffer = Buffer.alloc(BUFFER_BYTES)
  #filled = 0
  bytes = 0
  entries = 0

  constructor(path) {
    this.#fd = openSync(path, 'w')
  }

  directory(path, mtime) {
    this.#header(`${path}/`, 0o755, 0, 0, 0, mtime, '5', '')
  }

  file(path, {mode = 0o644, uid = 0, gid = 0, mtime}, content) {
    this.#header(path, mode, uid, gid, content.length, mtime, '0', '')
    this.#append(content)
    const rest = content.length % BLOCK
    if (rest > 0) this.#append(END.subarray(0, BLOCK - rest))
  }

  symlink(path, target, mtime) {
    this.#header(path, 0o777, 0, 0, 0, mtime, '2', target)
  }

  /** Only the header of a file whose `size` bytes, with their padding, the caller passes to `raw`. */
  fileHeader(path, size, mtime) {
    this.#header(path, 0o644, 0, 0, size, mtime, '0', '')
  }

  raw(bytes) {
    this.#append(bytes)
  }

  /** Ends the archive; gives the digest of all of it. */
  close() {
    this.#append(END)
    this.#flush()
    closeSync(this.#fd)
    return `sha256:${this.#hash.digest('hex')}`
  }

  #header(path, mode, uid, gid, size, mtime, type, link) {
    if (this.#filled + BLOCK > BUFFER_BYTES) this.#flush()
    const block = this.#buffer
    const at = this.#filled
    block.fill(0, at, at + BLOCK)
    this.#name(path, at)
    octal(block, at + 100, 7, mode)
    octal(block, at + 108, 7, uid)
    octal(block, at + 116, 7, gid)
    octal(block, at + 124, 11, size)
    octal(block, at + 136, 11, mtime)
    block.fill(32, at + 148, at + 156)
    block.latin1Write(type, at + 156)
    block.latin1Write(link, at + 157, 100)
    block.latin1Write('ustar\x0000', at + 257)
    let sum = 0
    for (let i = at; i < at + BLOCK; i++) sum += block[i]
    octal(block, at + 148, 6, sum)
    block[at + 154] = 0
    this.#filled += BLOCK
    this.bytes += BLOCK
    this.entries++
  }

  /** A name of more than 100 bytes is cut at a slash into prefix and name. */
  #name(path, at) {
    if (path.length <= 100) return this.#buffer.latin1Write(path, at, 100)
    const cut = path.indexOf('/', path.length - 101)
    if (cut <= 0 || cut > 155 || cut === path.length - 1) throw new Error(`a name that ustar cannot hold: ${path}`)
    this.#buffer.latin1Write(path.slice(cut + 1), at, 100)
    return this.#buffer.latin1Write(path.slice(0, cut), at + 345, 155)
  }

  #append(bytes) {
    this.bytes += bytes.length
    if (this.#filled + bytes.length > BUFFER_BYTES) this.#flush()
    if (bytes.length > BUFFER_BYTES) return this.#write(bytes)
    this.#buffer.set(bytes, this.#filled)
    this.#filled += bytes.length
  }

  #flush() {
    if (this.#filled > 0) this.#write(this.#buffer.subarray(0, this.#filled))
    this.#filled = 0
  }

  #write(bytes) {
    this.#hash.update(bytes)
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done)
  }
}

function octal(block, at, digits, value) {
  let rest = value
  for (let i = at + digits - 1; i >= at; i--) {
    block[i] = 48 + (rest % 8)
    rest = Math.floor(rest / 8)
  }
}
