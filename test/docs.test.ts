import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {configSchema} from '../scripts/docs/config-schema.ts'
import {manPage} from '../scripts/docs/man-page.ts'
import {commandTable, filledIn, keyTable, settingsTable} from '../scripts/docs/tables.ts'
import {COMMANDS} from '../src/cli/commands.ts'
import chinese from '../src/text/languages/zh.json' with {type: 'json'}
import {HOME_TABS} from '../src/tui/app/home/home.ts'
import {viewOf} from '../src/tui/app/home/views.ts'
import {TABS} from '../src/tui/app/tabs.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const readme = read('README.md')

describe('the README', () => {
  it('has the tables of commands and keys that the program works by (npm run docs writes them)', () => {
    expect(readme).toBe(filledIn(readme, {commands: commandTable(), keys: keyTable(), settings: settingsTable()}))
  })

  it.each(['README.md', 'README.zh-CN.md'])('%s has tables whose rows have as many cells as their heads', document => {
    // As GitHub reads them: a bar parts cells in code too, unless a backslash stands before it.
    const cells = (row: string) => row.split(/(?<!\\)\|/).length
    let head: string | null = null
    for (const line of read(document).split('\n')) {
      if (!line.startsWith('| ')) head = null
      else if (head === null) head = line
      else expect(`${cells(line)}: ${line}`).toBe(`${cells(head)}: ${line}`)
    }
  })

  it('shows pictures that are there', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(match => match[1]!)
    expect(pictures.length).toBeGreaterThan(0)
    for (const path of pictures) expect(read(path)).toContain('<svg')
  })
})

describe('the README in Chinese', () => {
  const text = read('README.zh-CN.md')

  it('names every command', () => {
    for (const {name} of COMMANDS) expect(text).toMatch(new RegExp(`\\| .*\`(layerlens )?${name}\\b`))
  })

  it('has the same rows of commands and the same examples as the English one', () => {
    const commands = (all: string) => [...all.matchAll(/^\| (`layerlens .*?`) \| /gm)].map(match => match[1]!)
    expect(commands(readme).length).toBeGreaterThan(20)
    expect(commands(text)).toEqual(commands(readme))
    const examples = (all: string) => [...all.matchAll(/^(.*\S) +# /gm)].map(match => match[1]!)
    const inTerminal = (all: string) => examples(all).filter(line => /^(?:layerlens|docker) /.test(line))
    expect(inTerminal(readme).length).toBeGreaterThan(8)
    expect(new Set(inTerminal(text))).toEqual(new Set(inTerminal(readme)))
  })

  it('has the same pictures, references, numbers and schemas as the English one', () => {
    const rows = (all: string) => [...all.matchAll(/^\| (`[^|]*`) \|/gm)].map(match => match[1]!)
    const references = rows(readme.slice(readme.indexOf('## Naming'), readme.indexOf('## Commands')))
    expect(references.length).toBeGreaterThan(8)
    for (const reference of references) expect(text).toContain(`| ${reference} |`)
    const links = (all: string) => [...all.matchAll(/\]\((assets\/[^)#]+)\)/g)].map(match => match[1]!)
    expect(new Set(links(text))).toEqual(new Set(links(readme)))
  })
})

describe('what the documents call the tabs', () => {
  const said: Readonly<Record<string, string>> = chinese
  const home = HOME_TABS.map(tab => viewOf(tab).meaning.split(/[:,]/)[0]!)
  const image = TABS.map(({name}) => name)

  it.each([
    ['README.md', (name: string) => name, ', '],
    ['README.zh-CN.md', (name: string) => said[name]!, '、'],
  ] as const)('in %s is what the screen calls them', (document, spoken, comma) => {
    const row = read(document)
      .split('\n')
      .find(line => line.startsWith('| `1` … `6` |'))
    expect(row).toContain(image.map(spoken).join(comma))
    expect(row).toContain(home.map(spoken).join(comma))
  })

  it('in Chinese is so wherever one is quoted', () => {
    const names = [...home, ...image].map(name => said[name])
    const quoted = [...read('README.zh-CN.md').matchAll(/“([^”]+)”一栏/g)].map(match => match[1]!)
    expect(quoted.length).toBeGreaterThan(0)
    for (const name of quoted) expect(names).toContain(name)
  })
})

describe('links in the documents', () => {
  it.each(['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'SECURITY.md'])('of %s lead somewhere', document => {
    const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1]!)
    for (const link of links) {
      if (/^https?:/.test(link)) continue
      const [path, anchor] = link.split('#', 2)
      const text = read(path || document)
      if (anchor !== undefined) expect(headings(text)).toContain(anchor)
    }
  })
})

/** Anchors as GitHub makes them of headings. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(match =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('the schema of the configuration', () => {
  it('has the keys and words that the program itself knows (npm run docs writes it)', () => {
    expect(read('assets/config.schema.json')).toBe(configSchema())
  })
})

describe('the man page', () => {
  it('says what the program’s own tables say (npm run docs writes it)', () => {
    const {version} = JSON.parse(read('package.json')) as {version: string}
    expect(read('assets/layerlens.1')).toBe(manPage(version))
  })
})
