import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, vi} from 'vitest'
import {DEMO, layerlens, MAIN} from './program.ts'
import {writeVastArchive} from './vast-archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-extract-cli-'))
const fresh = () => join(mkdtempSync(join(folder, 'to-')), 'out')

describe('extract', () => {
  it('writes the whole tree and says how much that is', async () => {
    const out = fresh()
    const {code, stdout, stderr} = await layerlens(['extract', DEMO, '/', '-o', out])
    expect({code, stdout, stderr}).toEqual({
      code: 0,
      stdout: `30 files (1.16 MB), 24 folders, 4 links in ${out}\n`,
      stderr: '',
    })
    expect(existsSync(join(out, 'opt/shop/.env'))).toBe(false)
    expect(statSync(join(out, 'usr/bin/su')).mode & 0o7777).toBe(0o755)
  })

  it('takes several paths, and what a later layer deleted', async () => {
    const out = fresh()
    await layerlens(['extract', DEMO, '/opt/shop/.env', 'etc/apt', '--layer', '4', `--output=${out}`])
    expect(readdirSync(out).sort()).toEqual(['etc', 'opt'])
    expect(readFileSync(join(out, 'opt/shop/.env'), 'utf8')).toContain('SHOP_NAME')
    expect(readdirSync(join(out, 'etc'))).toEqual(['apt'])
  })

  it('reports what it left alone, counts it, and ends with 2', async () => {
    const out = fresh()
    await layerlens(['extract', DEMO, '/etc/motd', '-o', out])
    const again = await layerlens(['extract', DEMO, '/etc', '-o', out, '--json'])
    expect(again.code).toBe(2)
    expect(again.stderr).toContain('/etc/motd: Something of that name is already there.')
    expect(again.stderr).toContain('1 path could not be written.')
    expect(again.stderr).toContain('--force')
    expect(JSON.parse(again.stdout)).toMatchObject({
      files: 5,
      failureCount: 1,
      failures: [{path: 'etc/motd', kind: 'exists'}],
    })
    expect((await layerlens(['extract', DEMO, '/etc', '-o', out, '--force'])).code).toBe(0)
  })

  it.each([
    [['/etc'], '-o DIR'],
    [['/nothing', '-o', 'x'], 'There is no /nothing'],
    [['/etc', '-o', DEMO], 'is no folder'],
    [['-o', 'x'], 'REF PATH'],
  ])('refuses %j with 2', async (args, hint) => {
    const {code, stdout, stderr} = await layerlens(['extract', DEMO, ...args])
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr).toContain(hint)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(existsSync('x')).toBe(false)
  })

  it('leaves no half-written file when it is interrupted', async () => {
    const path = join(folder, 'vast.tar')
    writeVastArchive(path, 8 * 2 ** 30)
    const out = fresh()
    const child = spawn(process.execPath, [MAIN, 'extract', path, '/', '-o', out, '--no-cache'], {stdio: 'pipe'})
    const ended = new Promise(resolve => child.once('close', resolve))
    await vi.waitUntil(
      () => existsSync(out) && readdirSync(out, {recursive: true}).some(name => String(name).endsWith('.part')),
      {
        timeout: 30_000,
      },
    )
    child.kill('SIGINT')
    await ended
    expect(child.exitCode).toBe(130)
    expect(readdirSync(out, {recursive: true}).filter(name => statSync(join(out, String(name))).isFile())).toEqual([])
  })
})
