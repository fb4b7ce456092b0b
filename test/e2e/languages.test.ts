import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {requires} from '../corpus/real/tools.ts'
import {DEMO} from '../drive/drive.ts'
import {PROGRAM, quote, type Terminal, withTerminal} from './terminal.ts'

const PROGRAM_LINE = `${quote(process.execPath)} ${quote(PROGRAM)}`
const folder = mkdtempSync(join(tmpdir(), 'layerlens-languages-'))
const config = join(folder, 'config.yaml')
writeFileSync(config, 'language: zh\n')
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** The explorer, and what threads tell it of: findings are worded where they are found. */
async function expectChinese(terminal: Terminal): Promise<void> {
  await terminal.waitFor('退出')
  await terminal.waitFor('路径')
  await terminal.press('2')
  await terminal.waitFor(/再次存储了已有的内容/)
  expect(await terminal.text()).not.toMatch(/stores again|all keys/)
  await terminal.press('q')
  await terminal.waitForPrompt()
}

describe('the built program', requires('tmux'), () => {
  it.each([
    ['the locale', '', {LANG: 'zh_CN.UTF-8'}],
    ['a flag', ' --lang zh', {LANG: 'C.UTF-8'}],
    ['a variable', '', {LANG: 'C.UTF-8', LAYERLENS_LANG: 'zh'}],
    ['the configuration', '', {LANG: 'C.UTF-8', LAYERLENS_CONFIG: config}],
  ])('speaks Chinese as %s says', async (_, flags, env) => {
    await withTerminal(`${PROGRAM_LINE}${flags} --no-cache ${quote(DEMO)}`, {env}, expectChinese)
  })

  it('says in Chinese why nothing opens', async () => {
    await withTerminal(
      `${PROGRAM_LINE} ${quote(join(folder, 'nothing.tar'))}`,
      {env: {LANG: 'zh_CN.UTF-8'}},
      async terminal => {
        await terminal.waitFor(/文件或文件夹不存在.*nothing\.tar。/)
        await terminal.press('q')
        await terminal.waitForPrompt()
      },
    )
  })

  it('speaks English all the same where the flag says so', async () => {
    await withTerminal(`${PROGRAM_LINE} --lang en ${quote(DEMO)}`, {env: {LANG: 'zh_CN.UTF-8'}}, async terminal => {
      await terminal.waitFor('all keys')
      await terminal.press('q')
      await terminal.waitForPrompt()
    })
  })

  it('prints English from its commands, whatever the locale: scripts read them', () => {
    const env = {...process.env, LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8', LAYERLENS_LANG: 'zh'}
    const printed = execFileSync(process.execPath, [PROGRAM, 'waste', DEMO], {env, encoding: 'utf8'})
    expect(printed).toContain('stores again')
    expect(printed).not.toMatch(/\p{Script=Han}/u)
  })
})
