import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {REPORT_FORMATS} from '../../src/cli/format/check-formats.ts'
import {RULES} from '../../src/image/analysis/rules.ts'
import {size} from '../../src/text/size.ts'
import {alteredImage, damagedImage} from './altered-image.ts'
import {DEMO, layerlens} from './program.ts'
import {faultsOf, type SarifLog} from './sarif-rules.ts'
import {savedImage} from './saved-image.ts'

/** A file in a folder of its own. */
function written(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'layerlens-check-')), name)
  writeFileSync(path, text)
  return path
}

const check = (...args: string[]) => layerlens(['check', ...args])

describe('check', () => {
  it.each([
    [['--max-size', '3MB'], 0],
    [['--max-size', '2505514'], 0],
    [['--max-size', '2505513'], 1],
    [['--max-layer-size', '500kB'], 1],
    [['--max-layers', '10'], 0],
    [['--max-layers', '9'], 1],
    [['--max-wasted', '1MB'], 1],
    [['--max-wasted-percent', '54'], 0],
    [['--max-wasted-percent', '50%'], 1],
    [['--min-efficiency', '0.4'], 0],
    [['--min-efficiency', '0.9'], 1],
    [['--max-size', '2MB', '--exclude-base', '--base', '2'], 0],
    [['--max-growth', '0%', '--against', DEMO], 0],
    [['--max-growth', '1B', '--against', DEMO], 0],
    [['--forbid', 'secret'], 1],
    [['--forbid', 'vcs-folders,core-dumps'], 0],
    [['--forbid-path', '**/.hg'], 0],
    // A later layer deletes it.
    [['--forbid-path', '**/.git'], 1],
    [['--forbid-path', 'opt/shop'], 1],
    [['--forbid-path', 'usr/bin', '--exclude-base', '--base', '10'], 0],
  ])('%j ends with %d', async (args, code) => {
    const outcome = await check(DEMO, '--quick', ...args)
    expect(outcome).toMatchObject({code, stderr: ''})
    expect(outcome.stdout).toContain(code === 0 ? 'pass' : 'FAIL')
  })

  it.each([
    [['--max-size', 'much'], '--max-size is no size'],
    [['--max-growth', '5%'], 'against another image'],
    [['--forbid', 'secrets'], 'Did you mean secret?'],
    [['--format', 'yaml'], 'There is no format yaml'],
    [['--config', '/nowhere.yaml'], 'could not be read'],
    [['--max-compressed-size', '5MB'], 'stored plain'],
  ])('refuses %j', async (args, message) => {
    expect(await check(DEMO, '--quick', ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    })
  })

  it('finds a forbidden path in every layer, and says which one, and who takes it away', async () => {
    const image = await savedImage([
      {by: 'FROM', puts: ['srv/base/.git/x = 1']},
      {by: 'COPY . /app', puts: ['app/.git/config = 12', 'app/x = 1']},
      {by: 'RUN rm', puts: ['app/.wh..git']},
      {by: 'COPY lib /lib', puts: ['lib/.git/config = 12']},
    ])
    const {code, stdout} = await check(image, '--quick', '--forbid-path', '**/.git')
    expect(code).toBe(1)
    expect(stdout).toContain('6 paths are at **/.git, 2 only in layers that later ones hide\n')
    expect(stdout).toContain('/app/.git  (layer 1, layer 2 takes it away)\n')
    expect(stdout).toContain('/lib/.git  (layer 3)\n')
    const own = await check(image, '--quick', '--forbid-path', '**/.git', '--exclude-base', '--base', '1')
    expect(own.stdout).toContain('4 paths are at')
    const gone = await check(image, '--quick', '--forbid-path', 'app/.git/*,nothing')
    expect(gone.stdout).toContain('1 path is at app/.git/*, only in a layer that a later one hides\n')
    expect(gone.stdout).toContain('no layer has anything at nothing\n')
  })

  it('says how many paths it does not name, in every format', async () => {
    const puts = Array.from({length: 14}, (_, i) => ({path: `app/${i}.pem`, content: 'x'}))
    const image = await savedImage([{by: 'COPY . /app', puts}])
    for (const format of REPORT_FORMATS) {
      const {stdout} = await check(image, '--quick', '--forbid-path', '**/*.pem', '--format', format)
      if (format === 'json') {
        expect(JSON.parse(stdout)).toMatchObject({verdicts: [{about: '**/*.pem', more: 4}]})
        expect(JSON.parse(stdout).verdicts[0].evidence).toHaveLength(10)
      } else expect(stdout).toContain('and 4 more')
    }
    const few = await check(image, '--quick', '--forbid-path', 'app/3.pem')
    expect(few.stdout).not.toContain('more')
  })

  it('says in every report for people that the base is left out', async () => {
    const image = await savedImage([
      {by: 'FROM', puts: [{path: 'base', content: 'b'.repeat(8000)}]},
      {by: 'COPY', puts: [{path: 'own', content: 'o'.repeat(1000)}]},
    ])
    const told = async (...more: string[]) =>
      (await check(image, '--quick', '--max-size', '1MB', '--exclude-base', ...more)).stdout
    for (const format of ['text', 'markdown']) {
      const text = await told('--base', '1', '--format', format)
      expect(text).toContain('The budgets leave it out.')
      expect(text).toContain('the size of all layers without the base is 1 kB')
      // Where there is no base, nothing is left out.
      expect(await told('--base', '0', '--format', format)).not.toMatch(/leave it out|without the base/)
    }
  })

  it('measures growth without the bases where both are known, and says from what to what', async () => {
    const base = {by: 'FROM', puts: [{path: 'base', content: 'b'.repeat(8000)}]}
    const own = (length: number) => ({by: 'COPY', puts: [{path: 'own', content: 'o'.repeat(length)}]})
    const before = await savedImage([base, own(1000)])
    const after = await savedImage([base, own(1500)])
    const growth = async (...more: string[]) =>
      (await check(after, '--quick', '--max-growth', '10%', '--against', before, ...more)).stdout
    expect(await growth()).toContain('is 5.56 % (9 kB → 9.5 kB), at most 10.00 %\n')
    expect(await growth('--exclude-base', '--base', '1')).toContain(
      'is 50.00 % (1 kB → 1.5 kB, without the bases), more than 10.00 %\n',
    )
    expect(await growth('--exclude-base')).toContain('(9 kB → 9.5 kB, with the bases: one of them is not known)')
  })

  it('measures growth from an image on an older base than the one that is given', async () => {
    const from = (puts: string) => ({by: 'ADD rootfs in /', puts: [puts]})
    const own = (length: number) => ({by: 'COPY', puts: [{path: 'own', content: 'o'.repeat(length)}]})
    const given = await savedImage([from('etc/new = 2')])
    const [before, after] = [
      await savedImage([from('etc/old = 1'), own(1000)]),
      await savedImage([from('etc/new = 2'), own(1000)]),
    ]
    const args = ['--max-growth', '0%', '--against', before!, '--exclude-base', '--base', given]
    expect(await check(after!, '--quick', ...args)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is 0.00 % (1 kB → 1 kB, without the bases)'),
    })
  })

  it('passes no image whose bytes are not those of its digests, unless it is told to believe them', async () => {
    const {sound, altered} = await alteredImage()
    for (const more of [[], ['--no-cache']]) {
      const {code, stdout, stderr} = await check(altered, '--quick', '--max-size', '1GB', ...more)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toContain('layer 1: Its bytes do not have the digest that the image gives for them')
      expect(stderr).toContain('The image is incomplete: 1 of its 2 layers')
      expect(await check(altered, '--quick', '--max-size', '1GB', '--no-verify', ...more)).toMatchObject({code: 0})
    }
    const growth = await check(sound, '--quick', '--max-growth', '1%', '--against', altered)
    expect(growth).toMatchObject({code: 2, stderr: expect.stringContaining('is not whole')})
  })

  it('passes no damaged blob of a layer that the cache knows', async () => {
    const {plain, damaged} = await damagedImage()
    expect((await layerlens(['inspect', plain])).code).toBe(0)
    const {code, stderr} = await check(damaged, '--quick', '--max-size', '1GB')
    expect([code, stderr]).toEqual([2, expect.stringContaining('damaged')])
  })

  it('says that it was given no budget', async () => {
    expect(await check(DEMO, '--quick')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('No budget was given'),
    })
  })

  it('goes by a file, which the command line overrules', async () => {
    const config = written('.layerlens.yaml', 'check: {size: 1MB, layers: 10}\n')
    expect((await check(DEMO, '--quick', '--config', config)).code).toBe(1)
    expect((await check(DEMO, '--quick', '--config', config, '--max-size', '1GB')).code).toBe(0)
    const silent = written('.layerlens.yaml', 'ignore: [{rule: secret-files, path: "**/.env", reason: made up}]\n')
    const {code, stdout} = await check(DEMO, '--quick', '--config', silent, '--forbid', 'secret')
    expect(code).toBe(0)
    expect(stdout).toContain('1 finding was silenced: made up')
    const lost = written('.layerlens.yaml', 'check: {growth: 5%, against: /nowhere.tar}\n')
    expect(await check(DEMO, '--quick', '--config', lost)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('That is check.against of the configuration'),
    })
    const wrong = written('.layerlens.yaml', 'check: {sice: 1MB}\n')
    expect(await check(DEMO, '--config', wrong)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean size?'),
    })
  })

  it('finds what a configuration names beside that configuration, wherever it is run', async () => {
    const image = await savedImage([{by: 'COPY', puts: ['a = 1']}])
    const base = await savedImage([{by: 'COPY', puts: ['a = 1']}], 'released.tar')
    const config = join(dirname(base), 'budgets.yaml')
    for (const [against, of] of [
      ['released.tar', 1],
      ['docker-archive:./released.tar:test/image:1', 'released.tar'],
    ]) {
      writeFileSync(config, `base: ${of}\ncheck: {growth: 0%, against: '${against}', excludeBase: true}\n`)
      expect(await check(image, '--quick', '--config', config)).toMatchObject({code: 0, stderr: ''})
    }
    writeFileSync(config, 'check: {growth: 0%, against: lost.tar}\n')
    const {stderr} = await check(image, '--quick', '--config', config)
    expect(stderr).toContain(join(dirname(base), 'lost.tar'))
  })

  it('honours .dive-ci by its own formula, and says why the figures differ', async () => {
    const strict = written(
      '.dive-ci',
      'rules:\n  lowestEfficiency: 0.95\n  highestWastedBytes: 20MB\n  highestUserWastedPercent: off\n  odd: 1\n',
    )
    const {code, stdout, stderr} = await check(DEMO, '--quick', '--ci-config', strict)
    expect(code).toBe(1)
    expect(stdout).toMatch(/FAIL +rules\.lowestEfficiency/)
    expect(stdout).toMatch(/pass +rules\.highestWastedBytes/)
    expect(stdout).not.toContain('highestUserWastedPercent')
    expect(stdout).toContain('ours counts the bytes that nobody reaches')
    // Both figures of waste stand there; a folder that goes as a whole is why theirs may be the smaller one.
    const {wastedSize} = JSON.parse((await check(DEMO, '--quick', '--json')).stdout)
    expect(stdout).toContain(`by ours ${size(wastedSize)}, efficiency`)
    expect(stdout).toMatch(/By the formula of \.dive-ci [\d.]+ [kM]B are wasted, efficiency 0\.\d{4};/)
    expect(stdout).toContain('nothing of a folder that was deleted as a whole')
    expect(stderr).toContain('odd')
    const config = written('.layerlens.yaml', 'check: {layers: 10}\n')
    const both = await check(DEMO, '--quick', '--config', config, '--ci-config', strict)
    expect(both).toMatchObject({code: 0, stderr: expect.stringContaining('is passed over')})
    const wrong = written('.dive-ci', 'rules: {lowestEfficiency: 95}\n')
    expect((await check(DEMO, '--ci-config', wrong)).code).toBe(2)
  })
})

/** Names and instructions that mean something to each format. */
const hostile = () =>
  savedImage([
    {by: 'ADD x / # buildkit', puts: ['etc/passwd = x']},
    {
      by: 'RUN /bin/sh -c echo "|`<script>&]]>::error::@everyone\x1b[31m" # buildkit',
      puts: ['tmp/a|b`c``d<e>&"f = 12345', 'tmp/x\n::error::y = 1', 'tmp/\x1b[2J\u202e = 12'],
    },
    {by: 'RUN /bin/sh -c rm # buildkit', puts: ['tmp/.wh.a|b`c``d<e>&"f']},
  ])

const EVERY = ['--quick', '--max-size', '5B', '--max-layers', '9', '--forbid-path', '**/*a*,tmp', '--forbid', '*']

async function reported(format: string): Promise<string> {
  const {code, stdout} = await check(await hostile(), ...EVERY, '--format', format)
  expect(code).toBe(1)
  expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/)
  return stdout
}

describe('the reports', () => {
  it('as JSON have verdicts and findings', async () => {
    const told = JSON.parse(await reported('json')) as Record<string, unknown>
    expect(told).toMatchObject({schema: 1, passed: false, verdicts: expect.any(Array), findings: expect.any(Array)})
  })

  it('as Markdown keep every row a row', async () => {
    const rows = (await reported('markdown')).split('\n').filter(line => line.startsWith('|'))
    const cells = rows.map(row => row.replaceAll('\\|', '').split('|').length - 2)
    expect(new Set(cells)).toEqual(new Set([3]))
    // In the letters of code nothing is a tag or calls anybody; outside of them nothing may look like it.
    const outside = rows.join('\n').replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
    expect(outside).not.toMatch(/<(?!br>|!-- -->)|@(?!<!)/)
  })

  it('as JUnit are well-formed, and count what failed', async () => {
    const text = await reported('junit')
    const open: string[] = []
    for (const [, slash, name, , self] of text
      .replace(/^<\?xml[^>]*\?>/, '')
      .matchAll(/<(\/?)([a-z-]+)((?:\s[\w-]+="[^"<]*")*)\s*(\/?)>/g)) {
      if (slash === '/') expect(open.pop()).toBe(name)
      else if (self !== '/') open.push(name!)
    }
    expect(open).toEqual([])
    // Nothing of it is left that a parser would stumble over.
    expect(
      text.replace(/<\?xml[^>]*\?>|<\/?[a-z-]+(?:\s[\w-]+="[^"<]*")*\s*\/?>|&(?:amp|lt|gt|quot);/g, ''),
    ).not.toMatch(/[<&]/)
    expect(text).toContain('tests="5" failures="4"')
  })

  it('as JUnit call a test the same whatever was measured, and say what was', async () => {
    const of = (length: number) => savedImage([{by: 'COPY', puts: [{path: 'own', content: 'o'.repeat(length)}]}])
    const [small, large] = [await of(1000), await of(2000)]
    const told = async (image: string) =>
      (
        await check(
          image,
          '--quick',
          '--max-size',
          '1500',
          '--forbid-path',
          'own,x',
          '--forbid',
          'secret',
          '--format',
          'junit',
        )
      ).stdout
    const names = (text: string) => [...text.matchAll(/<testcase [^>]*name="([^"]*)"/g)].map(([, name]) => name)
    const [before, after] = [await told(small), await told(large)]
    expect(names(before)).toEqual(['size', 'forbidden-path: own', 'forbidden-path: x', 'forbidden-finding: secret'])
    expect(names(after)).toEqual(names(before))
    expect(before).toContain('<system-out>the size of all layers is 1 kB')
    expect(after).toContain('<failure type="size" message="the size of all layers is 2 kB')
  })

  it('as SARIF have what 2.1.0 and code scanning ask for', async () => {
    const log = JSON.parse(await reported('sarif')) as SarifLog
    expect(faultsOf(log)).toEqual([])
    const {tool, results} = log.runs[0]!
    const ids = tool.driver.rules.map(rule => rule.id)
    expect(ids).toEqual(expect.arrayContaining(RULES.map(({id}) => id)))
    expect(results.length).toBeGreaterThan(4)
  })

  it('as SARIF tell findings apart that lie nowhere: variables, two of a folder', async () => {
    const [token, other] = ['a1B2', 'c3D4'].map(part => `ghp_${part.repeat(9)}`)
    const image = await savedImage([{by: 'ADD x / # buildkit', puts: ['a = 1']}], 'image.tar', {
      config: {Env: [`A_TOKEN=${token}`, `B_TOKEN=${other}`]},
    })
    const {stdout} = await check(image, '--quick', '--format', 'sarif')
    for (const secret of [token, other]) expect(stdout).not.toContain(secret)
    const log = JSON.parse(stdout) as SarifLog
    expect(log.runs[0]!.results.length).toBeGreaterThanOrEqual(2)
    expect(faultsOf(log)).toEqual([])
  })

  it('as annotations are commands of GitHub, one a line', async () => {
    const lines = (await reported('github')).trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(4)
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) title=[^:,]*::[^\n]+$/)
  })
})
