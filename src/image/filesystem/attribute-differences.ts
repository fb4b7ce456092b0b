import {t} from '../../text/translate.ts'
import type {Union} from './union.ts'

/** A fact about a path that two of its versions tell differently; null where one has none. Hostile. */
export interface AttributeDifference {
  /** `xattr NAME` for extended attributes, one each */
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

type Facts = ReadonlyMap<string, string>

/** In what two versions differ besides their contents: type, mode, owner, time, link target, device, extended attributes. */
export function attributeDifferences(union: Union, before: number, after: number): readonly AttributeDifference[] {
  const [a, b] = [factsOf(union, before), factsOf(union, after)]
  const names = new Set([...a.keys(), ...b.keys()])
  return [...names]
    .map(name => ({name, before: a.get(name) ?? null, after: b.get(name) ?? null}))
    .filter(each => each.before !== each.after)
}

function factsOf(union: Union, version: number): Facts {
  const at = union.entryOf(version)
  const type = union.type(version)
  const facts = new Map<string, string>([[t`type`, type]])
  // Of a folder that no entry names nothing else is known.
  if (at === null) return facts
  const {layer, entry} = at
  // Whatever a tar says of a symlink's mode, Linux has none.
  if (type !== 'symlink') facts.set(t`mode`, layer.columns.entryMode[entry]!.toString(8).padStart(4, '0'))
  facts.set(t`owner`, layer.owner(entry).join(':'))
  facts.set(t`time`, layer.mtime(entry))
  const target = layer.linkTarget(entry)
  if (target !== null) facts.set(t`target`, target)
  const device = layer.device(entry)
  if (device !== null) facts.set(t`device`, device.join(':'))
  for (const [name, value] of Object.entries(layer.xattrs(entry))) facts.set(t`xattr ${name}`, value)
  return facts
}
