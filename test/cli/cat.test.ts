import {spawnSync} from 'node:child_process'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {TerminalText} from '../../src/cli/format/terminal-text.ts'
import {looksBinary} from '../../src/image/content/looks-binary.ts'
import {dockerSave, packTar} from '../corpus/archives.ts'
import {requires} from '../corpus/real/tools.ts'
import {quote, withTerminal} from '../e2e/terminal.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {DEMO, layerlens, MAIN} from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-cat-'))

/** An image with the files of one layer. */
async function imageOf(name: string, puts: Parameters<typeof layerOf>[0]): Promise<string> {
  const path = join(folder, name)
  writeFileSync(path, await packTar(dockerSave([{tags: ['t:1'], tars: [layerOf(puts)]}])))
  return path
}

describe('cat', () => {
  it('gives the exact bytes to a pipe, binary ones too', () => {
    const binary = spawnSync(process.execPath, [MAIN, 'cat', DEMO, '/usr/bin/nodejs'], {maxBuffer: 1 << 24})
    expect(binary.status).toBe(0)
    expect(binary.stdout.length).toBe(420_000)
    expect(
      binary.stdout.equals(spawnSync(process.execPath, [MAIN, 'cat', DEMO, 'usr/bin/node', '--layer', '1']).stdout),
    ).toBe(true)
  })

  it('follows links inside the image', async () => {
    const {code, stdout} = await layerlens(['cat', DEMO, '/opt/shop/menu.json'])
    expect({code, stdout}).toEqual({code: 0, stdout: '{"teas": ["oolong", "sencha", "assam", "chai"]}\n'})
  })

  it('shows earlier and deleted versions with --layer', async () => {
    expect((await layerlens(['cat', DEMO, '/opt/shop/menu.json', '--layer', '5'])).stdout).not.toContain('chai')
    expect((await layerlens(['cat', DEMO, '/opt/shop/.env', '--layer', '5'])).stdout).toContain('SHOP_NAME=tea')
  })

  it.each([
    ['/opt/shop/.env', ['layer 6 removed it', 'rm -rf .git', '--layer 5']],
    ['/opt/shop/.git/HEAD', ['layer 6 removed it', '--layer 5']],
    ['/opt/shop', ['is a folder', 'layerlens ls']],
    ['/nothing', ['There is no /nothing']],
    ['/etc/motd/x', ['/etc/motd is no folder']],
  ])('says of %s why it has no bytes, and ends with 2', async (path, hints) => {
    const {code, stdout, stderr} = await layerlens(['cat', DEMO, path])
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    for (const hint of hints) expect(stderr).toContain(hint)
  })

  it('says it of devices, pipes and links to nothing too', async () => {
    const image = await imageOf('odd.tar', [
      {path: 'null', type: 'char', device: [1, 3]},
      {path: 'pipe', type: 'fifo'},
      'gone -> /no/\x1b[31msuch',
      'a -> b',
      'b -> a',
    ])
    for (const [path, hint] of [
      ['null', 'character device'],
      ['pipe', 'named pipe'],
      ['gone', 'leads to /no/'],
      ['a', 'in a circle'],
    ] as const) {
      const {code, stderr} = await layerlens(['cat', image, path])
      expect(code).toBe(2)
      expect(stderr).toContain(hint)
      expect(stderr).not.toContain('\x1b')
    }
  })

  it('takes a hard link for what it leads to: a file, a symlink, a device', async () => {
    const image = await imageOf('linked.tar', [
      'd/f = text',
      'd/s -> f',
      {path: 'null', type: 'char', device: [1, 3]},
      'd/file => d/f',
      'd/link => d/s',
      'device => null',
      'gone => no/such',
    ])
    for (const path of ['d/file', 'd/link']) expect((await layerlens(['cat', image, path])).stdout).toBe('text')
    expect((await layerlens(['cat', image, 'device'])).stderr).toContain('is a character device')
    expect((await layerlens(['cat', image, 'gone'])).stderr).toContain('a hard link to /no/such, which is no file of')
  })

  it('ends quietly when the reader of a pipe goes away', async () => {
    const image = await imageOf('long.tar', [{path: 'long', content: 'line\n'.repeat(1 << 20)}])
    const script = `"${process.execPath}" "${MAIN}" cat "${image}" long | head -n 1; echo "\${PIPESTATUS[0]}"`
    const child = spawnSync('bash', ['-c', script], {encoding: 'utf8'})
    expect([child.stdout, child.stderr]).toEqual(['line\n0\n', ''])
  })

  it('shows a terminal no escapes and no binary, unless told to', requires('tmux'), async () => {
    const image = await imageOf('tty.tar', [
      {path: 'text', content: '\x1b[2Jred\x1b]0;title\x07 end\n'},
      {path: 'bin', content: '\0\x01\x02'},
    ])
    const run = `${quote(process.execPath)} ${quote(MAIN)} cat ${quote(image)}`
    await withTerminal(`${run} text; ${run} bin; echo code $?; ${run} bin --raw | wc -c`, {}, async terminal => {
      await terminal.waitFor('code 2')
      const text = await terminal.text()
      expect(text).toContain('␛[2Jred␛]0;title␇ end')
      expect(text).toContain('/bin is binary (3 B)')
    })
  })
})

describe('what a terminal is shown', () => {
  it('is text whose lines and characters may be cut anywhere', () => {
    const bytes = Buffer.from('tea ☕ and\r\nmilk\x1b[0m\nend')
    for (let at = 0; at <= bytes.length; at++) {
      const text = new TerminalText()
      const shown = text.write(bytes.subarray(0, at)) + text.write(bytes.subarray(at)) + text.end()
      expect(shown).toBe('tea ☕ and\nmilk␛[0m\nend')
    }
  })

  it('is binary where it has zero bytes or is mostly no UTF-8', () => {
    expect(looksBinary(Buffer.from('plain \x1b[1mbold\x1b[0m\n'), true)).toBe(false)
    expect(looksBinary(Buffer.from('æøå').subarray(0, 5), false)).toBe(false)
    expect(looksBinary(Buffer.from('a\0b'), true)).toBe(true)
    expect(looksBinary(Buffer.from([0xff, 0xfe, 0x80, 0x41]), true)).toBe(true)
    expect(looksBinary(new Uint8Array(0), true)).toBe(false)
  })
})
