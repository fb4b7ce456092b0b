import {printable} from '../text/printable.ts'
import {width} from '../text/width.ts'
import type {Effective} from './effective.ts'
import type {SettingsFile} from './file.ts'
import {yamlText} from './setting.ts'
import type {SettingName, Settings} from './settings.ts'
import type {Setting, SettingTable} from './table.ts'

/** Values longer than this push their comment to the right, cells. */
const COLUMN = 36

/** The settings that hold as a configuration that says the same, each with who said so as a comment. */
export function printedSettings({settings, origins}: Effective, table: SettingTable, file: SettingsFile): string {
  const lines = [`# ${printable(file.path)}${file.isThere ? '' : ' (not there)'}`]
  const said = (text: string, origin: string) => {
    const shown = printable(text)
    lines.push(`${shown}${' '.repeat(Math.max(0, COLUMN - width(shown)))}  # ${printable(origin)}`)
  }
  const print = <K extends SettingName>(name: K) => {
    const {kind} = table[name] as Setting<Settings[K]>
    if (name === 'keys' && settings.keys.length > 0) {
      lines.push('keys:')
      for (const {id, keys, where} of settings.keys)
        said(`  ${id}: [${keys.map(yamlText).join(', ')}]`, where.split(': ')[0]!)
    } else said(`${name}: ${kind.print(settings[name])}`, origins[name])
  }
  for (const name of Object.keys(table) as SettingName[]) print(name)
  return `${lines.join('\n')}\n`
}
