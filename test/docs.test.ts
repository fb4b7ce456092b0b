import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {commandTable, filledIn, keyTable} from '../scripts/docs/tables.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

describe('the README', () => {
  it('has the tables of commands and keys that the program works by (npm run docs writes them)', () => {
    expect(readme).toBe(filledIn(readme, {commands: commandTable(), keys: keyTable()}))
  })

  it('shows pictures that are there', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(match => match[1]!)
    expect(pictures.length).toBeGreaterThan(0)
    for (const path of pictures) expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toContain('<svg')
  })
})
