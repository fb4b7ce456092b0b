import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {BUDGETS, parseAmount} from '../../../../src/image/analysis/budgets/budget.ts'
import {NO_CONFIG} from '../../../../src/image/analysis/budgets/check-config.ts'
import {CHECK_KEYS, parseConfig} from '../../../../src/image/analysis/budgets/config.ts'
import {parseSize} from '../../../../src/text/parse-size.ts'

describe('a size', () => {
  it.each([
    ['0', 0],
    ['1234', 1234],
    ['20MB', 20_000_000],
    ['20mb', 20_000_000],
    ['20MiB', 20 * 2 ** 20],
    ['20mib', 20 * 2 ** 20],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['500k', 500_000],
    ['1,234 B', 1234],
    ['2Ki', 2048],
  ])('%s is %d bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes))

  it.each(['', 'MB', '-1', '1 iB', '20 M B', '1e3', '99999999PB', '20MBs', '٣MB'])('%s is none', text => {
    expect(parseSize(text)).toBe(null)
  })
})

describe('an amount', () => {
  const kind = (key: string) => BUDGETS.find(each => each.key === key)!

  it.each([
    ['size', '1GB', {unit: 'bytes', value: 1e9}],
    ['layers', '20', {unit: 'count', value: 20}],
    ['wastedPercent', '10', {unit: 'percent', value: 10}],
    ['wastedPercent', '10 %', {unit: 'percent', value: 10}],
    ['efficiency', '0.95', {unit: 'ratio', value: 0.95}],
    ['growth', '10%', {unit: 'percent', value: 10}],
    ['growth', '150%', {unit: 'percent', value: 150}],
    ['growth', '10MB', {unit: 'bytes', value: 1e7}],
  ])('of %s: %s', (key, text, amount) => expect(parseAmount(kind(key), text, key)).toEqual(amount))

  it.each([
    ['size', '10%'],
    ['layers', '2.5'],
    ['layers', '-1'],
    ['wastedPercent', '101'],
    ['efficiency', '1.1'],
    ['efficiency', '95%'],
    ['growth', 'much'],
  ])('of %s is not %s', (key, text) => {
    expect(() => parseAmount(kind(key), text, `--${key}`)).toThrow(`--${key} is no`)
  })
})

describe('.layerlens.yaml', () => {
  const parse = (text: string) => parseConfig(text, '.layerlens.yaml')

  it('says budgets, what they are measured by, and what is silenced', () => {
    expect(
      parse(`
base: 3
check:
  size: 500MB
  layers: 20
  growth: 5%
  against: old.tar
  excludeBase: true
  forbidPaths: ['**/.git']
  forbidFindings: [secret, docs]
ignore:
  - {rule: docs, path: 'usr/share/doc/**', reason: the licence asks for it}
`),
    ).toEqual({
      budgets: {
        size: {unit: 'bytes', value: 5e8},
        layers: {unit: 'count', value: 20},
        growth: {unit: 'percent', value: 5},
      },
      base: '3',
      excludeBase: true,
      against: 'old.tar',
      forbidPaths: ['**/.git'],
      forbidFindings: ['secret', 'docs'],
      ignore: [{rule: 'docs', path: 'usr/share/doc/**', reason: 'the licence asks for it'}],
    })
  })

  it.each(['', '# nothing', 'check:', '{}'])('may say nothing: %j', text => expect(parse(text)).toEqual(NO_CONFIG))

  it('says in which line of the file what is wrong stands', () => {
    const at = (text: string) => {
      try {
        return parse(text) && ''
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(at('base: 3\ncheck:\n  size: 1MB\n  sise: 2MB')).toBe('.layerlens.yaml:4: check has no key sise.')
    expect(at('base: 3\nchek: {}')).toBe('.layerlens.yaml:2: there is no key chek.')
    expect(at('# one\ncheck:\n  size: much')).toContain('.layerlens.yaml:3: check.size is no size: much')
    expect(at('ignore:\n  - {rule: docs, reason: x}\n  - {rule: docs}')).toContain('.layerlens.yaml:3: ignore[1]')
  })

  it.each([
    ['chek: {}', 'there is no key chek', 'Did you mean check?'],
    ['check: {wastedpercent: 1}', 'check has no key wastedpercent', 'Did you mean wastedPercent?'],
    ['check: {size: much}', 'check.size is no size: much', '500MB'],
    ['check: {size: [1]}', 'check.size must be a text or a number', ''],
    ['check: 3', 'check must be a map', ''],
    ['- a', '.layerlens.yaml:1: this must be a map', 'key: value'],
    ['check: {forbidFindings: [secrets]}', 'there is no rule secrets', 'Did you mean secret?'],
    ['check: {forbidPaths: x}', 'must be a list', ''],
    ['check: {excludeBase: maybe}', 'must be true or false', ''],
    ['ignore: [{rule: docs}]', 'reason must be', ''],
    ['ignore: [{reason: x}]', 'rule must be', ''],
    ['ignore: [{rule: docz, reason: x}]', 'there is no rule docz', 'Did you mean docs?'],
    ['a: [', '.layerlens.yaml:1:5: this is no YAML: Flow sequence', 'YAML wants'],
    ['check: {size: 1MB, size: 2MB}', '.layerlens.yaml:1:20: this is no YAML: this key is there twice.', 'Take out'],
    ['base: 3\n\tcheck: 4', '.layerlens.yaml:2:1: this is no YAML', 'blanks'],
    ['base: *x', '.layerlens.yaml:1:7: this is no YAML: Unresolved alias', 'YAML wants'],
    ['base: 3\n---\nbase: 4', '.layerlens.yaml:2:1: this is no YAML: a second document begins here.', 'Take out'],
    [`a: &a [x]\nb: [${'*a,'.repeat(200)}]`, '', ''],
  ])('refuses %j', (text, message, advice) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({kind: 'usage', message: expect.stringContaining(message)}),
    )
    if (advice !== '')
      expect(() => parse(text)).toThrow(expect.objectContaining({advice: expect.stringContaining(advice)}))
  })

  it('is described by the schema that is shipped, key by key', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../../../assets/layerlens.schema.json', import.meta.url), 'utf8'),
    ) as {
      properties: {check: {properties: object}; ignore: {items: {properties: object}}}
    }
    expect(Object.keys(schema.properties).sort()).toEqual(['base', 'check', 'ignore'])
    expect(Object.keys(schema.properties.check.properties).sort()).toEqual([...CHECK_KEYS].sort())
    expect(Object.keys(schema.properties.ignore.items.properties)).toEqual(['rule', 'path', 'reason'])
  })
})
