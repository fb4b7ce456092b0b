import {parseArgs} from 'node:util'
import type {WrittenValue} from '../image/analysis/configuration/written-value.ts'
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

/** A flag counts more than a variable, that more than the file, that more than the default. Throws `usage`. */
export function effective(
  table: SettingTable,
  {
    flags,
    environment,
    file,
  }: {
    readonly flags: Flags
    readonly environment: Readonly<Record<string, string | undefined>>
    /** the configuration; null where there is none */
    readonly file: WrittenValue | null
  },
): Effective {
  const settings: Partial<Record<SettingName, unknown>> = {}
  const origins: Partial<Record<SettingName, string>> = {}
  const take = <K extends SettingName>(name: K) => {
    const {kind, standard}: Setting<Settings[K]> = table[name]
    const said = saidOf(name, table[name], {flags, environment, file})
    const merged = kind.merge?.(said.map(({value}) => value))
    settings[name] = said.length === 0 ? standard : (merged ?? said[0]!.value)
    origins[name] = said[0]?.origin ?? 'default'
  }
  for (const name of Object.keys(table) as SettingName[]) take(name)
  return {settings: settings as unknown as Settings, origins: origins as Effective['origins']}
}

interface Said<T> {
  readonly value: T
  readonly origin: string
}

/** All that is said of a setting, what counts most first. */
function saidOf<K extends SettingName>(
  name: K,
  setting: Setting<Settings[K]>,
  {flags, environment, file}: Parameters<typeof effective>[1],
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
