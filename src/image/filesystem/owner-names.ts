import {keptFileAt} from './kept-file.ts'
import {type NamesById, namesById} from './passwd.ts'
import type {Union} from './union.ts'

/** Owners by name, as the image's own /etc/passwd and /etc/group have them. Names are hostile; unknown ids stay numbers. */
export class OwnerNames {
  private readonly users: NamesById
  private readonly groups: NamesById

  constructor(users: NamesById, groups: NamesById) {
    this.users = users
    this.groups = groups
  }

  /** Null for an id that the image does not know. */
  user(uid: number): string | null {
    return this.users.get(uid) ?? null
  }

  /** Null for an id that the image does not know. */
  group(gid: number): string | null {
    return this.groups.get(gid) ?? null
  }

  /** `user:group`, each by name where it has one, else by number. */
  text([uid, gid]: readonly [number, number]): string {
    return `${this.user(uid) ?? uid}:${this.group(gid) ?? gid}`
  }
}

const NOBODY: NamesById = new Map()

/** What is known of a union: the names as of a layer, and what each version of the files says. */
interface Known {
  readonly byLayer: Map<number, OwnerNames>
  readonly byVersion: Map<number, NamesById>
}

const known = new WeakMap<Union, Known>()

/** The names of owners as of layer N. Each version of the files is read once for a union. */
export function ownerNamesAt(union: Union, layer: number): OwnerNames {
  let kept = known.get(union)
  if (kept === undefined) {
    kept = {byLayer: new Map(), byVersion: new Map()}
    known.set(union, kept)
  }
  let names = kept.byLayer.get(layer)
  if (names === undefined) {
    const {byVersion} = kept
    names = new OwnerNames(
      namesOf(union, 'etc/passwd', layer, byVersion),
      namesOf(union, 'etc/group', layer, byVersion),
    )
    kept.byLayer.set(layer, names)
  }
  return names
}

function namesOf(union: Union, path: string, layer: number, byVersion: Map<number, NamesById>): NamesById {
  const file = layer < 0 ? null : keptFileAt(union, path, layer)
  if (file === null) return NOBODY
  let names = byVersion.get(file.version)
  if (names === undefined) {
    names = namesById(file.bytes())
    byVersion.set(file.version, names)
  }
  return names
}
