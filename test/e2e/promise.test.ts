import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Finding} from '../../src/image/analysis/finding.ts'
import {layerlens} from '../cli/program.ts'
import {writeBase} from '../corpus/real/base.ts'
import {command} from '../corpus/real/command.ts'
import {requires} from '../corpus/real/tools.ts'
import {dockerEngine} from '../engine/engines.ts'

/** A Dockerfile with a habit, and where in it the printed fix belongs. */
interface Habit {
  readonly rule: string
  readonly files?: Readonly<Record<string, string>>
  readonly lines: readonly string[]
  /** the line that the fix's first one takes the place of */
  readonly replaces?: number
  /** lines that are dropped with it */
  readonly drops?: readonly number[]
  /** a command whose output has to stay what it was */
  readonly check: string
}

const HABITS: readonly Habit[] = [
  {
    // A program's own folder below /var/log stays: it would not start without it.
    rule: 'logs',
    lines: ['RUN mkdir -p /var/log/web && echo started > /var/log/web/a.log && echo x > /usr/x'],
    replaces: 0,
    check: 'ls -d /var/log/web && cat /usr/x',
  },
  {
    rule: 'temporary-files',
    lines: ['RUN mkdir /tmp/.work && echo one > /tmp/.work/a && echo two > /tmp/b && echo x > /usr/x'],
    replaces: 0,
    check: 'ls -d /tmp && cat /usr/x',
  },
  {
    // What a step between needs is not removed before it.
    rule: 'deleted-later',
    lines: ['RUN echo compiler > /usr/cc', 'RUN cat /usr/cc > /usr/made', 'RUN rm /usr/cc'],
    replaces: 0,
    drops: [1, 2],
    check: 'cat /usr/made && ! test -e /usr/cc',
  },
  {
    // Nobody knows the user yet where the files are copied.
    rule: 'copied-for-metadata',
    files: {'app/a': 'aaaa', 'app/b/c': 'cc'},
    lines: ['COPY app /opt/app', 'RUN echo web:x:77:78::/:/bin/sh >> /etc/passwd', 'RUN chown -R 77:78 /opt/app'],
    replaces: 0,
    drops: [2],
    check: 'busybox stat -c %u:%g /opt/app/a /opt/app/b/c',
  },
  {
    rule: 'archive-beside-contents',
    files: {'t.tar': ''},
    lines: ['COPY t.tar /opt/t.tar', 'RUN mkdir /opt/t && tar xf /opt/t.tar -C /opt/t'],
    replaces: 0,
    drops: [1],
    check: 'cat /opt/t/large | busybox wc -c',
  },
  {
    rule: 'vcs-folders',
    files: {'app/a': 'aaaa', 'app/.git/objects/pack': 'p'.repeat(5000)},
    lines: ['COPY app /opt/app'],
    check: 'cat /opt/app/a',
  },
  {
    rule: 'content-replaced',
    lines: ['RUN echo first > /usr/a', 'RUN echo second >> /usr/a'],
    replaces: 0,
    drops: [1],
    check: 'cat /usr/a',
  },
]

/** What an ellipsis of a printed COPY stands for: the classic builder's history does not know it. */
const sourceOf = (line: string) => line.split(' ')[1]!

describe('the promise, on a real engine', requires('dockerd'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-promise-'))
  const docker = dockerEngine(async ({run}) => {
    await run('import', await writeBase(folder), 'busybox:1')
    const base = context({lines: ['RUN ["/bin/busybox", "--install", "-s", "/bin"]']}, 'busybox:1')
    await run('build', '--network', 'none', '--quiet', '--tag', 'habit-base:1', base)
  })

  /** Writes a build context; gives its folder. */
  function context({files = {}, lines}: Pick<Habit, 'files' | 'lines'>, from: string): string {
    const top = mkdtempSync(join(folder, 'context-'))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(top, path)), {recursive: true})
      writeFileSync(join(top, path), text)
    }
    writeFileSync(join(top, 'Dockerfile'), [`FROM ${from}`, ...lines, ''].join('\n'))
    return top
  }

  /** Builds it, saves it, and measures: our size of all layers, our findings, and what a container sees. */
  async function measured(top: string, name: string, check: string) {
    const {run} = docker()
    await run('build', '--network', 'none', '--quiet', '--tag', name, top)
    const archive = join(top, 'image.tar')
    await run('save', '--output', archive, name)
    const inspected = await layerlens(['inspect', archive, '--json'])
    const told = await layerlens(['waste', archive, '--base', '2', '--json'])
    return {
      size: (JSON.parse(inspected.stdout) as {totals: {size: number}}).totals.size,
      findings: (JSON.parse(told.stdout) as {findings: readonly Finding[]}).findings.filter(({inBase}) => !inBase),
      seen: await run('run', '--rm', '--network', 'none', name, 'sh', '-c', check),
    }
  }

  it.each(HABITS.map(habit => [habit.rule, habit] as const))(
    '%s: what the fix saves is what was said',
    async (rule, habit) => {
      const top = context(habit, 'habit-base:1')
      if (habit.files?.['t.tar'] !== undefined) {
        writeFileSync(join(folder, 'large'), 'x'.repeat(100_000))
        await command('tar', ['-cf', join(top, 't.tar'), '-C', folder, 'large'])
      }
      const before = await measured(top, `habit/${rule}:before`, habit.check)
      const finding = before.findings.find(each => each.rule === rule)
      expect(finding, JSON.stringify(before.findings)).toMatchObject({certainty: 'exact'})
      const {file, lines} = finding!.fix!
      const dockerfile = habit.lines.flatMap((line, i) =>
        i === habit.replaces ? [lines.join('\n').replace('…', sourceOf(line))] : habit.drops?.includes(i) ? [] : [line],
      )
      if (file === '.dockerignore') writeFileSync(join(top, '.dockerignore'), `${lines.join('\n')}\n`)
      writeFileSync(join(top, 'Dockerfile'), ['FROM habit-base:1', ...dockerfile, ''].join('\n'))
      const after = await measured(top, `habit/${rule}:after`, habit.check)
      expect(before.size - after.size, [...lines, finding!.fix!.note].join('\n')).toBe(finding!.bytes)
      expect(after.findings.filter(each => each.rule === rule)).toEqual([])
      expect(after.seen).toBe(before.seen)
      rmSync(top, {recursive: true, force: true})
    },
    120_000,
  )

  it('keeps the promises of two findings at once: a chown that stored again what the COPY should not have brought', async () => {
    const check = 'busybox stat -c %u:%g /opt/app/a && ! test -e /opt/app/.git'
    const copy = 'COPY app /opt/app'
    const files = {'app/a': 'aaaa'.repeat(500), 'app/.git/objects/pack': 'p'.repeat(5000)}
    const top = context({files, lines: [copy, 'RUN chown -R 77:78 /opt/app']}, 'habit-base:1')
    const before = await measured(top, 'habit/both:before', 'true')
    const both = ['copied-for-metadata', 'vcs-folders'].map(rule => before.findings.find(each => each.rule === rule)!)
    expect(both.map(finding => finding.certainty)).toEqual(['exact', 'exact'])
    const [chown, ignored] = both.map(({fix}) => fix!)
    expect([chown!.file, ignored!.file]).toEqual(['Dockerfile', '.dockerignore'])
    writeFileSync(join(top, '.dockerignore'), `${ignored!.lines.join('\n')}\n`)
    writeFileSync(
      join(top, 'Dockerfile'),
      ['FROM habit-base:1', ...chown!.lines.map(line => line.replace('…', sourceOf(copy))), ''].join('\n'),
    )
    const after = await measured(top, 'habit/both:after', check)
    expect(before.size - after.size).toBe(both.reduce((sum, {bytes}) => sum + bytes, 0))
    expect(after.findings).toEqual([])
    expect(after.seen.trim()).toBe('77:78')
    rmSync(top, {recursive: true, force: true})
  }, 120_000)
})
