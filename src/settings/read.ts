import {join} from 'node:path'
import {together} from '../image/analysis/configuration/mistakes.ts'
import type {WrittenValue} from '../image/analysis/configuration/written-value.ts'
import type {Silence} from '../image/analysis/finding.ts'
import {type Effective, effective, flagsOf, type Sayings, settingInUse} from './effective.ts'
import {readSettingsFile, type SettingsFile, settingsFile} from './file.ts'
import type {Settings} from './settings.ts'
import {type SettingTable, settingTable} from './table.ts'

/** What holds, and what it was read with. */
export interface SettingsInUse extends Effective {
  readonly table: SettingTable
  readonly file: SettingsFile
}

interface From {
  /** what the user typed, without what is behind -- */
  readonly argv: readonly string[]
  /** the screen opens: its flags are settings too */
  readonly screen: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** whatever the configuration says */
  readonly withoutFile?: boolean
  /** Throws `usage` for keys that can't be bound; asked where something else is wrong too, so that all is told at once. */
  readonly refuseKeys?: (keys: Settings['keys']) => Promise<void>
}

/** Reads flags, variables and the configuration. Throws `usage`, naming all that is wrong and where it stands. */
export async function readSettings({
  argv,
  screen,
  environment,
  home,
  withoutFile = false,
  refuseKeys = async () => {},
}: From): Promise<SettingsInUse> {
  const file = withoutFile ? {path: '', isThere: false} : settingsFile(environment, home)
  let silences: (written: WrittenValue) => readonly Silence[] = () => []
  // The rules are many: who writes nothing of them does not load them.
  if (file.isThere) ({silencesOf: silences} = await import('../image/analysis/configuration/silences.ts'))
  const table = settingTable({home, store: defaultStore(environment, home), silences})
  const flags = flagsOf(argv, table, screen)
  const written = file.isThere ? await readSettingsFile(file.path, home) : null
  const sayings = {flags, environment, file: written}
  let found: Effective
  try {
    found = effective(table, sayings)
  } catch (thrown) {
    throw await withKeys(thrown, table, sayings, refuseKeys)
  }
  await checkRules(found, table)
  return {...found, table, file}
}

/** What was thrown, and beside it what is wrong with keys that could be read. */
async function withKeys(
  thrown: unknown,
  table: SettingTable,
  sayings: Sayings,
  refuseKeys: NonNullable<From['refuseKeys']>,
): Promise<unknown> {
  let keys: Settings['keys']
  try {
    keys = settingInUse('keys', table.keys, sayings).value
  } catch {
    return thrown
  }
  const refused = await refuseKeys(keys).then(
    () => [],
    (reason: unknown) => [reason],
  )
  return together([thrown, ...refused])
}

/** The rules that a flag or a variable names. */
async function checkRules({settings, origins}: Effective, {ignore}: SettingTable): Promise<void> {
  if (settings.ignore.length === 0 || ![`--${ignore.flag}`, ignore.variable].includes(origins.ignore)) return
  const {knownRule} = await import('../image/analysis/configuration/known-rule.ts')
  for (const {rule} of settings.ignore) knownRule(rule, origins.ignore)
}

function defaultStore({XDG_DATA_HOME}: From['environment'], home: string): string {
  return join(XDG_DATA_HOME || join(home, '.local', 'share'), 'layerlens', 'store')
}
