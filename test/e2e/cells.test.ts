import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {printable} from '../../src/text/printable.ts'
import {truncate, width} from '../../src/text/width.ts'
import {requires} from '../corpus/real/tools.ts'
import {quote, withTerminal} from './terminal.ts'

/** Names as images hold them, in writings that terminals have been seen to count differently. */
const NAMES = [
  '日本語のファイル名.txt',
  '中文文件夹/说明.md',
  '한국어 파일.txt',
  '한국어 분해.txt'.normalize('NFD'),
  'ｶﾞﾀﾞ ＦＵＬＬ',
  'ไทยภาษาที่มีวรรณยุกต์ ทำน้ำ.txt',
  'ພາສາລາວ ນ້ຳ',
  'हिन्दी क्षत्रिय ज्ञान',
  'தமிழ் மொழி கொ',
  'বাংলা ক্ষ',
  'မြန်မာဘာသာ',
  'ខ្មែរ ភាសា',
  'മലയാളം',
  'සිංහල ශ්‍රී',
  'བོད་སྐད',
  '👩‍👩‍👧‍👦 👍🏽 🇩🇪🇯🇵 ❤️ ☺︎ 1️⃣ 🧑🏿‍🚀',
  '⌚☕⚡✂✈☎ ①②③ ★☆ … “quote”',
  'עברית שם קובץ',
  'ملف عربي لا ﷺ ۝12',
  'Z̴̨̛͔̹͉a̷l̶̢̧̛͍g̸̡̛o̵̢',
  '\u0301lead e\u0301\u0302 cafe\u0301',
  'a\u200db\u200cc\u200bd\ufeffe soft\u00adhyphen',
  'tab\there esc\x1b[31mred c1\u009b31m \u202eevil',
  'a\u1161b\u11a8 \u1100\u1161\u11a8',
]

it('a real terminal gives names the cells that they are counted for, whole and cut', requires('tmux'), async () => {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-cells-'))
  try {
    const shown = NAMES.map(name => printable(name))
    const cut = shown.flatMap(name => [5, 8, 11].map(cells => truncate(name, cells, {from: 'middle'})))
    const texts = [...shown, ...cut]
    const script = `
      const texts = ${JSON.stringify(texts)}
      process.stdin.setRawMode(true)
      process.stdin.on('data', () => process.stdout.write('\\r\\x1b[K' + (texts.shift() ?? 'all shown')))
      process.stdout.write('begun')`
    const file = join(folder, 'print.mjs')
    writeFileSync(file, script)
    await withTerminal(`clear; ${process.execPath} ${quote(file)}`, {columns: 160, rows: 5}, async terminal => {
      await terminal.waitFor('begun')
      for (const text of texts) {
        await terminal.press('n')
        await terminal.waitFor(text)
        expect({text, cells: (await terminal.cursor()).column}).toEqual({text, cells: width(text)})
      }
    })
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
})
