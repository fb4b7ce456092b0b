import {COMMANDS} from '../../src/cli/commands.ts'
import {BINDINGS} from '../../src/tui/app/bindings.ts'
import {KEY_GROUPS, keysText} from '../../src/tui/app/selectors/help-lines.ts'

/** The README's tables, from the tables that the program itself works by. */

const escaped = (text: string) => text.replaceAll('|', '\\|')

export function commandTable(): string {
  const rows = [
    ['layerlens [REF]', 'opens the explorer; without REF on the demo image'],
    ...COMMANDS.map(command => [`layerlens ${command.name} ${command.usage}`, command.summary]),
  ]
  return [
    '| command | does |',
    '| --- | --- |',
    ...rows.map(([name, does]) => `| \`${name!.trim()}\` | ${escaped(does!)} |`),
  ].join('\n')
}

export function keyTable(): string {
  const lines = ['| keys | |', '| --- | --- |']
  for (const {title, ids} of KEY_GROUPS) {
    lines.push(`| | **${title}** |`)
    for (const id of ids) {
      const binding = BINDINGS.find(each => each.id === id)
      if (binding === undefined) continue
      const keys = keysText(binding)
        .split(/\s{2,}/)
        .map(key => `\`${escaped(key)}\``)
        .join(' ')
      lines.push(`| ${keys} | ${escaped(binding.label)} |`)
    }
  }
  return lines.join('\n')
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
