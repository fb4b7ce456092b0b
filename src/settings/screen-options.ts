import type {Option} from '../cli/command.ts'
import {type SettingNames, type SettingTable, settingTable} from './table.ts'

/** The flags that only the screen takes, and the one that prints what holds. */
export function screenOptions(table: SettingTable = STANDARD): readonly Option[] {
  const rows: readonly SettingNames[] = Object.values(table)
  return [
    ...rows.filter(({everywhere}) => everywhere !== true).flatMap(optionsOf),
    {name: 'print-config', help: 'print the settings that hold, each with who said so'},
  ]
}

/** Without anybody's home: names and meanings are the same everywhere. */
export const STANDARD = settingTable({home: '~', store: '$XDG_DATA_HOME/layerlens/store', silences: () => []})

const PLACEHOLDERS: Readonly<Record<string, string>> = {key: 'ID=KEY,…', ignore: 'RULE[:GLOB],…', hide: 'KIND,…'}

function optionsOf({flag, flagOff, values, choices = [], several, meaning}: SettingNames): Option[] {
  if (flagOff === undefined) {
    const value = PLACEHOLDERS[flag] ?? 'NAME'
    return [{name: flag, value, help: `${meaning}: ${values}`, choices, ...(several && {several})}]
  }
  return [
    {name: flag, help: meaning},
    {name: flagOff, help: `not so: ${meaning}`},
  ]
}
