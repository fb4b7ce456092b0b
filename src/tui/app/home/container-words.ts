import {t} from '../../../text/translate.ts'

/** The states that engines know, by their own words. */
const STATES: Readonly<Record<string, () => string>> = {
  // In small letters it is the heading of a time.
  created: () => t`Created`.toLowerCase(),
  running: () => t`running`,
  paused: () => t`paused`,
  restarting: () => t`restarting`,
  removing: () => t`removing`,
  exited: () => t`exited`,
  dead: () => t`dead`,
}

/** A container's state in the language of the screen; a word that we don't know as it is. Hostile. */
export function stateWord(state: string): string {
  return own(STATES, state)?.() ?? state
}

const UNITS: Readonly<Record<string, (amount: string) => string>> = {
  second: n => t`${n} seconds`,
  minute: n => t`${n} minutes`,
  hour: n => t`${n} hours`,
  day: n => t`${n} days`,
  week: n => t`${n} weeks`,
  month: n => t`${n} months`,
  year: n => t`${n} years`,
}
const FEW: Readonly<Record<string, () => string>> = {
  'Less than a second': () => t`Less than a second`,
  '1 second': () => t`1 second`,
  'About a minute': () => t`About a minute`,
  'About an hour': () => t`About an hour`,
}
const REMARKS: Readonly<Record<string, () => string>> = {
  '': () => '',
  ' (Paused)': () => t` (Paused)`,
  ' (healthy)': () => t` (healthy)`,
  ' (unhealthy)': () => t` (unhealthy)`,
  ' (health: starting)': () => t` (health: starting)`,
}

/** What an engine says of how a container is (`Up 3 hours`), in the language of the screen; other words as they are. Hostile. */
export function statusWords(status: string): string {
  if (status === 'Created') return t`Created`
  const [, up, remark = ''] = /^Up ([\w ]{1,40}?)( \([\w: ]{1,40}\))?$/.exec(status) ?? []
  const time = up === undefined ? null : timeOf(up)
  const also = own(REMARKS, remark)?.()
  if (time !== null && also !== undefined) return t`Up ${time}` + also
  const [, verb, code, ago = ''] = /^(Exited|Restarting) \((\d{1,3})\) ([\w ]{1,40}) ago$/.exec(status) ?? []
  const since = timeOf(ago)
  if (verb === undefined || code === undefined || since === null) return status
  return verb === 'Exited' ? t`Exited (${code}) ${since} ago` : t`Restarting (${code}) ${since} ago`
}

/** How long, as Docker and Podman say it; null for other words. */
function timeOf(text: string): string | null {
  const [, amount, unit] = /^(\d{1,6}) (\w+)s$/.exec(text) ?? []
  return own(FEW, text)?.() ?? (amount === undefined ? undefined : own(UNITS, unit ?? '')?.(amount)) ?? null
}

/** Words of an engine may be names that every object has. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
