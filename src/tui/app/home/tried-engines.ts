import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {TriedEngine} from './home.ts'

/** Why no engine answered, in a few words: of the first place where something was, else that nothing is anywhere. Printable. */
export function whyNoEngine(tried: readonly TriedEngine[], ascii: boolean): string {
  const told = tried.find(({absent}) => !absent) ?? (tried.length === 1 ? tried[0] : undefined)
  if (told === undefined) return t`none runs here`
  return printable(t`${shortHost(told.host)}: ${told.brief}`, {ascii})
}

/** What can be done about it: each advice once, those of places where something was first. Hostile. */
export function adviceOf(tried: readonly TriedEngine[]): readonly string[] {
  const all = [...tried.filter(({absent}) => !absent), ...tried.filter(({absent}) => absent)]
  return [...new Set(all.flatMap(({advice}) => (advice === null ? [] : [advice])))]
}

/** A socket by its file's name, all else without its scheme. */
function shortHost(host: string): string {
  const rest = host.replace(/^[a-z]+:\/\//, '')
  return /^(?:unix|npipe):/.test(host) ? rest.slice(Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\')) + 1) : rest
}
