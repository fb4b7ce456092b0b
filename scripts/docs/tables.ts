import {COMMANDS} from '../../src/cli/commands.ts'
import {COMMON_OPTIONS} from '../../src/cli/common-options.ts'
import {STANDARD, screenOptions} from '../../src/settings/screen-options.ts'
import {BINDINGS} from '../../src/tui/app/bindings.ts'
import {KEY_GROUPS, keysText, MOUSE} from '../../src/tui/app/selectors/help-lines.ts'

/** The README's tables, from the tables that the program itself works by. */

const escaped = (text: string) => text.replaceAll('|', '\\|')

export function commandTable(): string {
  const rows = [
    ['layerlens [REF]', 'opens the explorer; without REF on what the engine holds'],
    ...COMMANDS.map(command => [`layerlens ${command.name} ${command.usage}`, command.summary]),
  ]
  return [
    '| command | does |',
    '| --- | --- |',
    ...rows.map(([name, does]) => `| \`${escaped(name!.trim())}\` | ${escaped(does!)} |`),
  ].join('\n')
}

export function keyTable(): string {
  const lines = ['| keys | | name |', '| --- | --- | --- |']
  for (const {title, ids} of KEY_GROUPS) {
    lines.push(`| | **${title}** | |`)
    for (const id of ids) {
      const binding = BINDINGS.find(each => each.id === id)
      if (binding === undefined) continue
      const keys = keysText(binding)
        .split(/\s{2,}/)
        .map(key => `\`${escaped(key)}\``)
        .join(' ')
      lines.push(`| ${keys} | ${escaped(binding.label)} | \`${id}\` |`)
    }
  }
  lines.push('| | **Mouse** | |', ...MOUSE.map(([what, meaning]) => `| ${what} | ${meaning} | |`))
  return lines.join('\n')
}

/** Flags that are there: where saying no is the only use of one, its opposite is none. */
const FLAGS = new Set([...COMMON_OPTIONS, ...screenOptions()].map(({name}) => name))

/** What can be set, and where. */
export function settingsTable(): string {
  const rows = Object.entries(STANDARD).map(([name, {flag, flagOff, variable, values, meaning, kind, standard}]) => {
    const flags = [flag, flagOff].filter(each => each !== undefined && FLAGS.has(each)).map(each => `\`--${each}\``)
    const print: (value: never) => string = kind.print
    const otherwise = name === 'store' ? '$XDG_DATA_HOME/layerlens/store' : print(standard as never)
    return `| \`${name}\` | ${escaped(meaning)} | ${escaped(values)} | \`${otherwise}\` | ${flags.join(' ')} \`${variable}\` |`
  })
  return ['| key | what it is | values | default | flag, variable |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  )
}

/** A document with what stands between `<!-- NAME -->` and `<!-- /NAME -->` replaced. Throws where a mark is missing. */
export function filledIn(document: string, parts: Readonly<Record<string, string>>): string {
  let text = document
  for (const [name, part] of Object.entries(parts)) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const from = text.indexOf(open)
    const to = text.indexOf(close)
    if (from < 0 || to < from) throw new Error(`the document lacks ${open} … ${close}`)
    text = `${text.slice(0, from + open.length)}\n${part}\n${text.slice(to)}`
  }
  return text
}
