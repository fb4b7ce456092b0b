import {join} from 'node:path'
import type {WrittenValue} from '../image/analysis/configuration/written-value.ts'
import type {Silence} from '../image/analysis/finding.ts'
import {type Effective, effective, flagsOf} from './effective.ts'
import {readSettingsFile, type SettingsFile, settingsFile} from './file.ts'
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
}

/** Reads flags, variables and the configuration. Throws `usage`, naming where what is wrong stands. */
export async function readSettings({
  argv,
  screen,
  environment,
  home,
  withoutFile = false,
}: From): Promise<SettingsInUse> {
  const file = withoutFile ? {path: '', isThere: false} : settingsFile(environment, home)
  let silences: (written: WrittenValue) => readonly Silence[] = () => []
  // The rules are many: who writes nothing of them does not load them.
  if (file.isThere) ({silencesOf: silences} = await import('../image/analysis/configuration/silences.ts'))
  const table = settingTable({home, store: defaultStore(environment, home), silences})
  const flags = flagsOf(argv, table, screen)
  const written = file.isThere ? await readSettingsFile(file.path, Object.keys(table), home) : null
  const found = effective(table, {flags, environment, file: written})
  await checkRules(found, table)
  return {...found, table, file}
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
