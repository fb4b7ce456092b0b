import type {LayerIndex} from '../layer/layer-index.ts'
import {EntryType} from '../tar/entry-type.ts'
import {Change, type ChangeCode, REASONS, type Reason} from './union.ts'

/** The bit of a reason in a version's `reasons`. */
export function reasonBit(reason: Reason): number {
  return 1 << REASONS.indexOf(reason)
}

const TYPE = reasonBit('type')
const MODE = reasonBit('mode')
const OWNER = reasonBit('owner')
const MTIME = reasonBit('mtime')
const XATTR = reasonBit('xattr')
const LINK = reasonBit('linkTarget')
const DEVICE = reasonBit('device')
const CONTENT = reasonBit('content')

interface Entry {
  readonly layer: LayerIndex
  readonly entry: number
}

/**
 * An entry with hard links followed: attributes are its own; type, content, link target and device are those of `original`,
 * which is the entry itself, or what the link leads to.
 */
export interface Side extends Entry {
  readonly original: Entry
}

/** Whether two regular files hold the same bytes, as far as the indexes know. */
export type ContentVerdict = 'same' | 'different' | 'unknown'

/** Type with hard links followed: a link is what it leads to; only one that leads to nothing stays one. */
function typeOf({original}: Side): number {
  return original.layer.columns.entryType[original.entry]!
}

/**
 * Why `after` differs from `before`, as bits of REASONS, without the content of files of equal size when no digest tells:
 * then `content` says 'unknown'. A changed type is the only reason told, as nothing else compares.
 */
export function compareEntries(before: Side, after: Side): {reasons: number; content: ContentVerdict} {
  const type = typeOf(after)
  if (typeOf(before) !== type) return {reasons: TYPE, content: 'same'}
  const a = before.layer.columns
  const b = after.layer.columns
  const [i, j] = [before.entry, after.entry]
  let reasons = 0
  // Whatever a tar says of a symlink's mode, Linux has none.
  if (type !== EntryType.symlink && a.entryMode[i] !== b.entryMode[j]) reasons |= MODE
  if (!sameOwner(before, after)) reasons |= OWNER
  if (!sameTime(before, after)) reasons |= MTIME
  if ((a.entryXattrs !== null || b.entryXattrs !== null) && !sameXattrs(before, after)) reasons |= XATTR
  const leads = type === EntryType.symlink || type === EntryType.hardlink
  if (leads && !sameTarget(before.original, after.original)) reasons |= LINK
  if ((type === EntryType.char || type === EntryType.block) && !sameDevice(before.original, after.original)) {
    reasons |= DEVICE
  }
  const content = type === EntryType.file ? compareContents(before.original, after.original) : 'same'
  if (content === 'different') reasons |= CONTENT
  return {reasons, content}
}

/** The change that a set of reasons amounts to. */
export function changeOf(reasons: number): ChangeCode {
  if ((reasons & (CONTENT | TYPE | LINK | DEVICE)) !== 0) return Change.modified
  return reasons === 0 ? Change.rewritten : Change.metadata
}

function sameOwner(before: Side, after: Side): boolean {
  const [uidBefore, gidBefore] = before.layer.owner(before.entry)
  const [uidAfter, gidAfter] = after.layer.owner(after.entry)
  return uidBefore === uidAfter && gidBefore === gidAfter
}

/** Times compare at the coarser of both precisions: many writers cut the fraction off. */
function sameTime(before: Side, after: Side): boolean {
  const a = before.layer.columns
  const b = after.layer.columns
  if (a.entrySeconds[before.entry] !== b.entrySeconds[after.entry]) return false
  const digits = Math.min(a.entryDigits?.[before.entry] ?? 0, b.entryDigits?.[after.entry] ?? 0)
  if (digits === 0) return true
  const unit = 10 ** (9 - digits)
  const nanosBefore = a.entryNanos?.[before.entry] ?? 0
  const nanosAfter = b.entryNanos?.[after.entry] ?? 0
  return Math.floor(nanosBefore / unit) === Math.floor(nanosAfter / unit)
}

function sameXattrs(before: Side, after: Side): boolean {
  // Both are spelled canonically, see LayerFacts.
  return JSON.stringify(before.layer.xattrs(before.entry)) === JSON.stringify(after.layer.xattrs(after.entry))
}

function sameTarget(before: Entry, after: Entry): boolean {
  const [a, b] = [before.layer.linkTargetBytes(before.entry), after.layer.linkTargetBytes(after.entry)]
  return a !== null && b !== null && Buffer.compare(a, b) === 0
}

function sameDevice(before: Entry, after: Entry): boolean {
  const a = before.layer.device(before.entry)
  const b = after.layer.device(after.entry)
  return a?.[0] === b?.[0] && a?.[1] === b?.[1]
}

function compareContents(a: Entry, b: Entry): ContentVerdict {
  if (a.layer === b.layer && a.entry === b.entry) return 'same'
  const size = a.layer.columns.entrySize[a.entry]
  if (size !== b.layer.columns.entrySize[b.entry]) return 'different'
  if (size === 0) return 'same'
  // What a tar stores of a sparse file says nothing alone: other holes, or none, may make the same file of other bytes.
  if (a.layer.isSparse(a.entry) || b.layer.isSparse(b.entry)) return 'unknown'
  const digestsA = a.layer.columns.contentDigests
  const digestsB = b.layer.columns.contentDigests
  if (digestsA === null || digestsB === null) return 'unknown'
  for (let k = 0; k < 16; k++) if (digestsA[a.entry * 16 + k] !== digestsB[b.entry * 16 + k]) return 'different'
  return 'same'
}
