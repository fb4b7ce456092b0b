import {parseArgs} from 'node:util'
import {eachRead} from '../image/analysis/configuration/mistakes.ts'
import type {WrittenValue} from '../image/analysis/configuration/written-value.ts'
import {isObject} from '../image/oci/json.ts'
import type {SettingName, Settings} from './settings.ts'
import type {Setting, SettingTable} from './table.ts'

/** What holds, and who said so. */
export interface Effective {
  readonly settings: Settings
  /** `--theme`, `LAYERLENS_THEME`, `config.yaml:3`, `default` */
  readonly origins: Readonly<Record<SettingName, string>>
}

export type Flags = ReadonlyMap<string, readonly (string | true)[]>

/** The settings' flags in a command line. What else stands there is for others to judge. */
export function flagsOf(argv: readonly string[], table: SettingTable, screen: boolean): Flags {
  const rows = Object.values(table).filter(each => screen || each.everywhere === true)
  const options = Object.fromEntries(
    rows.flatMap(({flag, flagOff, short}): [string, {type: 'string' | 'boolean'; short?: string}][] =>
      flagOff === undefined
        ? [[flag, short === undefined ? {type: 'string'} : {type: 'string', short}]]
        : [
            [flag, {type: 'boolean'}],
            [flagOff, {type: 'boolean'}],
          ],
    ),
  )
  const {tokens} = parseArgs({args: [...argv], options, strict: false, allowPositionals: true, tokens: true})
  const found = new Map<string, (string | true)[]>()
  for (const token of tokens) {
    if (token.kind !== 'option' || options[token.name] === undefined) continue
    const isSwitch = options[token.name]!.type === 'boolean'
    // A value that is missing is for whoever judges the line as a whole.
    if (isSwitch || token.value !== undefined)
      found.set(token.name, [...(found.get(token.name) ?? []), isSwitch ? true : token.value!])
  }
  return found
}

/** Where settings are said, what counts most first. */
export interface Sayings {
  readonly flags: Flags
  readonly environment: Readonly<Record<string, string | undefined>>
  /** the configuration; null where there is none */
  readonly file: WrittenValue | null
}

/**
 * A flag counts more than a variable, that more than the file, that more than the default. Throws `usage` with all that is
 * wrong: keys of the file that nobody knows, then what can't be read, in the file's order.
 */
export function effective(table: SettingTable, sayings: Sayings): Effective {
  const settings: Partial<Record<SettingName, unknown>> = {}
  const origins: Partial<Record<SettingName, string>> = {}
  const take = <K extends SettingName>(name: K) => {
    const {value, origin} = settingInUse(name, table[name], sayings)
    settings[name] = value
    origins[name] = origin
  }
  const names = Object.keys(table) as SettingName[]
  const {file} = sayings
  const written = Object.keys(isObject(file?.value) ? file.value : {}).flatMap(key =>
    names.filter(name => name === key),
  )
  const readings = [...new Set([...written, ...names])].map(name => () => take(name))
  eachRead([() => void file?.keys(names), ...readings], read => read())
  return {settings: settings as unknown as Settings, origins: origins as Effective['origins']}
}

/** What holds of one of them, and who said so. Throws `usage`. */
export function settingInUse<K extends SettingName>(
  name: K,
  setting: Setting<Settings[K]>,
  sayings: Sayings,
): Said<Settings[K]> {
  const said = saidOf(name, setting, sayings)
  const merged = setting.kind.merge?.(said.map(({value}) => value))
  const value = said.length === 0 ? setting.standard : (merged ?? said[0]!.value)
  return {value, origin: said[0]?.origin ?? 'default'}
}

interface Said<T> {
  readonly value: T
  readonly origin: string
}

/** All that is said of a setting, what counts most first. */
function saidOf<K extends SettingName>(
  name: K,
  setting: Setting<Settings[K]>,
  {flags, environment, file}: Sayings,
): readonly Said<Settings[K]>[] {
  const {flag, flagOff, variable, kind, yieldsTo = []} = setting
  const said: Said<Settings[K]>[] = []
  const off = flagOff !== undefined && flags.has(flagOff)
  const given = flags.get(flag) ?? []
  if (off || given.length > 0) {
    const origin = off ? `--${flagOff}` : `--${flag}`
    const words = given.map(each => (each === true ? 'yes' : each))
    const text = kind.between === undefined ? words.at(-1) : words.join(kind.between)
    said.push({value: kind.parse(off ? 'no' : text!, origin), origin})
  }
  const text = environment[variable]
  if (text) said.push({value: kind.parse(text, variable), origin: variable})
  const written = file?.at(name)
  if (written?.isGiven && !yieldsTo.some(other => environment[other]))
    said.push({value: kind.read(written), origin: written.place})
  return said
}
