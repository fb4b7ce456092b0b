import {
  closeSync,
  constants,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, resolve} from 'node:path'
import {errorCode, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {nameProblem} from './name-problem.ts'
import {type Attributes, allKept, NewFile, removeIfThere, settleOpen} from './new-file.ts'
import {NotWritten, notWritten} from './not-written.ts'

/** A folder below the destination that was looked at: a real one, reached through no link. */
export interface Folder {
  readonly path: Buffer
  /** true where this run made it */
  readonly made: boolean
  /** names taken by this run, as a disk sees them that takes A for a; null on others */
  readonly taken: Map<string, Buffer> | null
}

/** How what is there already is met. */
export interface DestinationOptions {
  /** replace files and links that are there; folders never are */
  readonly force: boolean
  /** whether A and a are one name there; found out where it is not said */
  readonly foldsCase?: boolean
}

const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0
const O_DIRECTORY = constants.O_DIRECTORY ?? 0
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | O_NOFOLLOW

/**
 * Writes below one folder and nowhere else. Paths are never handed to the system as an image spells them: each folder on the
 * way is made or looked at one by one, and one that is a link is refused. Files are written under a name of our own in the
 * folder where they belong, then renamed, so that what is there under its real name is whole, and no existing file or link is
 * ever written through. All methods throw NotWritten where one path can't be had.
 */
export class Destination {
  readonly root: Folder
  private readonly force: boolean
  private readonly folds: boolean
  /** what this run wrote, where it may replace files: never its own */
  private readonly written = new Set<string>()
  private serial = 0

  /** Makes the folder where it is not there. Throws `io` where it can't be had. */
  constructor(directory: string, options: DestinationOptions) {
    try {
      makeFolders(directory)
      const path = realpathSync(directory)
      if (!statSync(path).isDirectory()) throw new Error('no folder')
      this.force = options.force
      this.folds = options.foldsCase ?? foldsCase(path)
      this.root = {path: Buffer.from(path), made: false, taken: this.folds ? new Map() : null}
    } catch (cause) {
      const code = errorCode(cause)
      const why = code === null ? '' : ` (${code})`
      throw new LensError('io', t`${directory} is no folder that can be written to${why}.`, {
        cause,
        advice: t`Name another folder; it is made if it is not there.`,
      })
    }
  }

  /** The folder of that name, made where it is not there, with `mode` then. */
  enter(parent: Folder, name: Buffer, mode: number): Folder {
    const path = this.target(parent, name)
    const taken = this.folds ? new Map<string, Buffer>() : null
    try {
      mkdirSync(path, mode)
      return {path, made: true, taken}
    } catch (cause) {
      const there = existing(path)
      if (there === null) throw notWritten(cause)
      if (there.isDirectory()) return {path, made: false, taken}
      const what = there.isSymbolicLink() ? t`A symbolic link` : t`A file`
      throw new NotWritten('in-the-way', t`${what} of that name stands where a folder should be; it is not followed.`)
    }
  }

  /** Begins a regular file; nothing of that name is there until it is finished. */
  create(parent: Folder, name: Buffer): NewFile {
    const path = this.target(parent, name)
    this.mayReplace(path)
    const temporary = this.temporary(parent)
    try {
      return new NewFile(openSync(temporary, NEW_FILE, 0o600), temporary, () => this.moveTo(temporary, path), path)
    } catch (cause) {
      throw notWritten(cause)
    }
  }

  /** Another name of a file that this run wrote; false where the disk has no hard links. */
  link(parent: Folder, name: Buffer, file: Buffer): boolean {
    const path = this.target(parent, name)
    this.mayReplace(path)
    const temporary = this.temporary(parent)
    try {
      linkSync(file, temporary)
    } catch {
      return false
    }
    this.moveTo(temporary, path)
    // Where both names are one file already, a rename does nothing.
    removeIfThere(temporary)
    return true
  }

  /** A symbolic link, its target as it is: data, and followed by nobody here. False where an attribute was lost. */
  symlink(parent: Folder, name: Buffer, target: Uint8Array, attributes: Attributes): boolean {
    const path = this.target(parent, name)
    this.mayReplace(path)
    const temporary = this.temporary(parent)
    try {
      symlinkSync(Buffer.from(target), temporary)
    } catch (cause) {
      throw notWritten(cause)
    }
    const kept = allKept([
      () => attributes.owner && lchownSync(temporary, ...attributes.owner),
      () => attributes.mtime !== null && lutimesSync(temporary, attributes.mtime, attributes.mtime),
    ])
    this.moveTo(temporary, path)
    return kept
  }

  /** Gives a folder that this run made its attributes, once nothing more is written into it. False where one was lost. */
  settle(folder: Folder, attributes: Attributes): boolean {
    let fd: number
    try {
      fd = openSync(folder.path, constants.O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    } catch {
      return false
    }
    try {
      return settleOpen(fd, attributes, 0o1777)
    } finally {
      closeSync(fd)
    }
  }

  private target(parent: Folder, name: Buffer): Buffer {
    const problem = nameProblem(name)
    if (problem !== null) throw new NotWritten('name', problem)
    if (parent.taken !== null) {
      const key = name.toString('utf8').normalize('NFC').toLowerCase()
      const other = parent.taken.get(key)
      if (other !== undefined && !other.equals(name)) {
        throw new NotWritten(
          'collision',
          t`On this disk it would be the same as “${other.toString()}”, which was written.`,
        )
      }
      parent.taken.set(key, name)
    }
    return below(parent, name)
  }

  private temporary(parent: Folder): Buffer {
    return below(parent, Buffer.from(`.layerlens-${process.pid}-${this.serial++}.part`))
  }

  private mayReplace(path: Buffer): void {
    const there = existing(path)
    if (there === null) return
    if (there.isDirectory()) throw new NotWritten('in-the-way', t`A folder of that name is already there.`)
    if (!this.force) throw new NotWritten('exists', t`Something of that name is already there.`)
    if (this.written.has(identity(there))) {
      throw new NotWritten('collision', t`On this disk it would be the same as another file, which was written.`)
    }
  }

  private moveTo(temporary: Buffer, path: Buffer): void {
    try {
      renameSync(temporary, path)
    } catch (cause) {
      removeIfThere(temporary)
      throw notWritten(cause)
    }
    if (this.force) this.written.add(identity(lstatSync(path)))
  }
}

/** Makes a folder and those above it. Node's own way never comes back from places like /proc, where none can be made. */
function makeFolders(directory: string): void {
  const missing: string[] = []
  for (let path = resolve(directory); lstatSync(path, {throwIfNoEntry: false}) === undefined; path = dirname(path)) {
    missing.push(path)
  }
  for (const path of missing.reverse()) mkdirSync(path)
}

function below(parent: Folder, name: Buffer): Buffer {
  return Buffer.concat([parent.path, Buffer.from('/'), name])
}

function existing(path: Buffer): Stats | null {
  try {
    return lstatSync(path, {throwIfNoEntry: false}) ?? null
  } catch (cause) {
    throw notWritten(cause)
  }
}

function identity(stats: Stats): string {
  return `${stats.dev}:${stats.ino}`
}

/** Asks the disk whether it takes A for a. */
function foldsCase(directory: string): boolean {
  const probe = `${directory}/.layerlens-${process.pid}-probe`
  writeFileSync(probe, '', {flag: 'wx', mode: 0o600})
  try {
    return lstatSync(`${directory}/.LAYERLENS-${process.pid}-PROBE`, {throwIfNoEntry: false}) !== undefined
  } finally {
    unlinkSync(probe)
  }
}
