import type {Ellipsis} from '../../text/ellipsis.ts'
import type {Instruction} from './instruction.ts'

/** A COPY or ADD as the classic builder and buildah write it: what was copied is only hashed. Hostile. */
export interface HashedSources {
  /** what stands before the hash, each with its dashes */
  readonly flags: readonly string[]
  readonly kind: 'dir' | 'file' | 'multi'
  readonly to: string
}

/** The classic builder writes the flags of an owner and what follows without a space between. */
const HASHED = /^((?:--\S+\s+){0,8})(?:--chown=\S{1,200}?)?(dir|file|multi):[0-9a-f]{1,128} in (\S.*)/

/** Reads `file:HASH in TARGET`, what follows a COPY or an ADD; null where the sources are named. */
export function hashedSources(text: string): HashedSources | null {
  const found = HASHED.exec(text)
  if (found === null) return null
  const flags = found[1]!.split(/\s+/).filter(flag => flag !== '')
  return {flags, kind: found[2] as HashedSources['kind'], to: found[3]!.trimEnd()}
}

/**
 * An instruction for a row, where its end is cut off: of a COPY whose sources are only hashed the target, which tells what it
 * is. `COPY … /srv/app`. Hostile.
 */
export function inShort<Of extends Pick<Instruction, 'verb' | 'text'>>(instruction: Of, mark: Ellipsis = '…'): Of {
  const {verb, text} = instruction
  const hashed = verb === 'COPY' || verb === 'ADD' ? hashedSources(text) : null
  return hashed === null ? instruction : {...instruction, text: `${mark} ${hashed.to}`}
}
