import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {LayoutBuilder, packTar, type TarMember} from '../corpus/archives.ts'
import {type DrivenApp, driveApp} from './drive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-drive-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** What images have been seen to hold, or might: each would do harm if a terminal got it as it is. */
const HARM = [
  '\x1b]0;owned\x07',
  '\x1b[2J\x1b[H',
  '\x1b[31mred',
  '\x1bP1$r\x1b\\',
  '\x9b31m',
  'line\nbreak',
  'back\rwards',
  'tab\there',
  'bell\x07',
  'back\bspace',
  '\u202egnp.exe',
  '\u2066isolate',
  'zero\u200bwidth\u2060s\ufeff',
  'combining a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309',
  '\u0301leading',
  'wide 日本語の名前',
  'family 👨‍👩‍👧',
  'tone 👍🏽',
  'flag 🇩🇪',
  'heart ❤\ufe0f',
  'hangul 각',
  'keycap 1\ufe0f\u20e3',
  'conjunct क्ष ខ្មែរ',
  'am ทำน้ำ',
  'stray jamo a\u1161 b\u11a8',
  'prepended \u06dd12 \u0600 3',
  'rtl שלום ملف',
  '\u2028separator\u2029',
  '\u{e0041}tag',
  'lone \ud800 surrogate',
  'x'.repeat(3000),
  '日'.repeat(300),
]

async function hostileLayout(): Promise<string> {
  const layout = new LayoutBuilder()
  const names = HARM.filter(harm => !harm.includes('\ud800'))
  const members = names.flatMap((harm, i): TarMember[] => [
    {name: `files/${i} ${harm}`, content: 'x', uid: i},
    {name: `links/${i}`, type: 'symlink', link: harm},
  ])
  const single = names.map(harm => harm.replaceAll('\n', ' ').replaceAll(':', ' '))
  members.push(
    {name: 'etc/passwd', content: single.map((harm, i) => `${harm}:x:${i}:${i}\n`).join('')},
    {name: 'etc/os-release', content: `ID=${single[0]}\nPRETTY_NAME="${single.slice(0, 12).join(' ')}"\n`},
  )
  const text = names.join('\n')
  const before = packTar([...members, {name: 'text', content: `${text}\nend`}])
  const after = packTar([
    {name: 'files/.wh.0', content: ''},
    {name: 'text', content: `begin\n${text}`},
  ])
  const tars = [await before, await after]
  const history = [
    {created: '\x1b[5mnow', created_by: HARM.join(' '), comment: HARM.join(' '), author: HARM.join(' ')},
    {created: '2024-01-01T00:00:00Z', created_by: `/bin/sh -c #(nop) ${HARM.join('\n')}`},
  ]
  const image = layout.image(tars, {history})
  const path = layout.path(image)
  const manifest = JSON.parse(layout.files.get(path)!.toString())
  const configPath = `blobs/sha256/${manifest.config.digest.slice(7)}`
  const config = JSON.parse(layout.files.get(configPath)!.toString())
  config.author = HARM.join(' ')
  config.config = {
    Env: HARM.map((harm, i) => `NAME${i}${harm}=${harm}`),
    Labels: Object.fromEntries(HARM.map(harm => [harm, harm])),
    Entrypoint: HARM,
    Cmd: HARM,
    User: HARM[0],
    WorkingDir: HARM[2],
    Volumes: Object.fromEntries(HARM.map(harm => [harm, {}])),
  }
  const blob = layout.blob(Buffer.from(JSON.stringify(config)), manifest.config.mediaType)
  manifest.annotations = Object.fromEntries(HARM.map(harm => [harm, harm]))
  const again = layout.blob(Buffer.from(JSON.stringify({...manifest, config: blob})), manifest.mediaType)
  layout.list(again, 'hostile\x1b[31m')
  // A second one, for the list to show both.
  layout.list(layout.image(tars.slice(0, 1)), HARM[0])
  return layout.writeFolder(join(folder, 'hostile'))
}

/** Everything there is to see, from top to bottom. */
async function lookAround(app: DrivenApp): Promise<void> {
  await app.waitFor('Which one?')
  await app.drawn()
  await app.press('enter')
  await app.settled()
  const walk = ['g', 'i', 'G', 'esc', 'tab', 'E', 'j', 'pagedown', 'a', 'pagedown', 'G', 's', 'c', 'c', 'a', 'g', 'tab']
  const pages = ['G', 'i', 'pagedown', 'pagedown', 'G', 'esc', '3', 'pagedown', 'pagedown', 'pagedown', 'G', '1']
  const steps = ['4', 'g', 'i', 'pagedown', 'G', 'esc', 'j', 'i', 'esc', 'G', 'k', 'enter', 'a', '4']
  const look = async (keys: readonly string[]) => {
    for (const key of keys) {
      // Of the image itself it leads back to the list.
      if (key === 'esc' && app.state?.contexts.at(-1)?.kind === 'explorer') continue
      await app.press(key)
      await app.drawn()
      app.expectSound()
    }
  }
  await look([...walk, ...pages, ...steps, '1'])
  await look(['tab', 'G', 'v', 'e', 'tab', 'esc', 'esc', 'k', 'k', 'v', 'esc', 'e', 'esc'])
  await app.toPath('text')
  await look(['v', '='])
  await app.waitFor('contents')
  await look(['n', 'n', 'right', 'right', 'pagedown', 'G', 'left', 'esc', 'esc'])
}

describe('an image full of escapes', () => {
  it.each([
    [140, 45],
    [80, 24],
    [60, 16],
  ])('reaches a terminal of %d×%d as visible characters alone', async (columns, rows) => {
    await driveApp(await hostileLayout(), {columns, rows}, lookAround)
  })

  it('is pure ASCII where the locale is', async () => {
    await driveApp(await hostileLayout(), {env: {LANG: 'C'}}, async app => {
      await lookAround(app)
      expect(app.terminal.raw).toMatch(/^[\x00-\x7f]*$/)
    })
  })

  it('has no colour with NO_COLOR, and no style at all on a dumb terminal', async () => {
    await driveApp(await hostileLayout(), {env: {NO_COLOR: '1'}}, async app => {
      await lookAround(app)
      expect(app.terminal.raw).not.toMatch(/\x1b\[(?:3[0-8]|4[0-8]|9\d|10\d)m/)
    })
    await driveApp(await hostileLayout(), {env: {TERM: 'dumb'}}, async app => {
      await lookAround(app)
      expect(app.terminal.raw).not.toMatch(/\x1b\[[0-9;]*m/)
    })
  })
})
