import {t} from '../../text/translate.ts'
import {REASON_WORDS} from './reason-words.ts'
import type {Reason, Union} from './union.ts'

/** What of a path is told beside its content. */
type Attribute = Exclude<Reason, 'content'>

/** A fact about a path that two of its versions tell differently; null where one has none. Hostile. */
export interface AttributeDifference {
  readonly attribute: Attribute
  /** what it is called, in words; `xattr NAME` for extended attributes, one each */
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

/** Values by the words for them. */
type Facts = ReadonlyMap<string, {readonly attribute: Attribute; readonly value: string}>

/** In what two versions differ besides their contents: type, mode, owner, time, link target, device, extended attributes. */
export function attributeDifferences(union: Union, before: number, after: number): readonly AttributeDifference[] {
  const [a, b] = [factsOf(union, before), factsOf(union, after)]
  return [...new Map([...a, ...b])]
    .map(([name, {attribute}]) => ({
      attribute,
      name,
      before: a.get(name)?.value ?? null,
      after: b.get(name)?.value ?? null,
    }))
    .filter(each => each.before !== each.after)
}

function factsOf(union: Union, version: number): Facts {
  const at = union.entryOf(version)
  const type = union.type(version)
  const facts = new Map<string, {attribute: Attribute; value: string}>()
  const add = (attribute: Attribute, value: string, name = REASON_WORDS[attribute]) =>
    facts.set(name, {attribute, value})
  add('type', type)
  // Of a folder that no entry names nothing else is known.
  if (at === null) return facts
  const {layer, entry} = at
  // Whatever a tar says of a symlink's mode, Linux has none.
  if (type !== 'symlink') add('mode', layer.columns.entryMode[entry]!.toString(8).padStart(4, '0'))
  add('owner', layer.owner(entry).join(':'))
  add('mtime', layer.mtime(entry))
  const target = layer.linkTarget(entry)
  if (target !== null) add('linkTarget', target)
  const device = layer.device(entry)
  if (device !== null) add('device', device.join(':'))
  for (const [name, value] of Object.entries(layer.xattrs(entry))) add('xattr', value, t`xattr ${name}`)
  return facts
}
