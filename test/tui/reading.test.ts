import {describe, expect, it} from 'vitest'
import {reading} from '../../src/tui/app/selectors/reading.ts'
import {readable} from '../../src/tui/ui/readable.ts'
import {HOME_SCREENS} from './home-states.ts'
import {REGISTRY_SCREENS} from './registry-states.ts'
import {PREVIEWS} from './sample-previews.ts'
import {explored, onPath, press, pressAnswered} from './sample-states.ts'
import {WORKFLOW_SCREENS} from './workflow-states.ts'

const image = explored(80, 24)
const said = (state: Parameters<typeof reading>[0]) => reading(state)!.join('\n')

describe('the screen as it is heard', () => {
  it('begins with what the cursor is on, in words', () => {
    expect(reading(image)![0]).toMatch(/^Layer 7, 8 of 8, 0 B/)
    expect(reading(press(image, 'k', 'k'))![0]).toMatch(/^Layer 5, 6 of 8, 78\.2 MB, 78 MB wasted/)
    expect(reading(onPath(image, 'etc'))![0]).toMatch(/^\/etc, (?:closed|open) folder, 2\.72 kB/)
    expect(reading(press(image, '4'))![0]).toMatch(/^Step \d+ of 10, RUN rm -rf .*, layer 7, /)
    expect(reading(pressAnswered(image, '2'))![0]).toMatch(/layer 2/)
    expect(reading(press(image, '3'))![0]).toMatch(/^\/usr\/lib\/python3\.11/)
  })

  it('says then where one is, and which keys work', () => {
    expect(said(image)).toMatch(
      /\nTab Files, layers pane\nshop\/api:1\.4, linux\/amd64, 8 layers, .*\nKeys: .*\? all keys/,
    )
    expect(said(press(image, '3'))).toContain('Tab Map, by layer')
  })

  it('says first what just happened', () => {
    expect(reading(press(image, 'x'))![0]).toBe('Nothing is being read.')
  })

  it('reads home row by row', () => {
    const home = HOME_SCREENS.find(([name]) => name === 'home')![1](80, 24)
    expect(reading(home)![0]).toMatch(/, 2 of \d+$/)
    expect(said(home)).toContain('Tab Images')
    const looking = HOME_SCREENS.find(([name]) => name === 'home-looking')![1](80, 24)
    expect(reading(looking)![0]).toContain('Looking for an engine')
  })

  const workflow = (name: string) => WORKFLOW_SCREENS.find(each => each[0] === name)![1](80, 24)

  it('reads a form: the field first, with its place; then what will happen, and the other fields', () => {
    const extract = press(onPath(image, 'usr/lib'), 'e')
    const heard = reading(extract)!
    expect(heard.slice(0, 2)).toEqual(['into: ./shop-api-1.4, field 1 of 3', 'Extract /usr/lib'])
    expect(heard).toEqual(expect.arrayContaining(['Other fields:', 'replace files: no', 'keep owners: no']))
    expect(heard.at(-1)).toMatch(/^Keys: Enter extract, tab next field/i)
    expect(reading(press(extract, 'tab', 'space'))![0]).toBe('replace files: yes, field 2 of 3')
    expect(reading(workflow('remove-used'))![0]).toBe('remove: all of it, 1 of 4, field 1 of 1')
    expect(reading(press(extract, 'ctrl+u'))![0]).toBe('into: empty, field 1 of 3')
  })

  it('never reads out what nobody may see', () => {
    const login = REGISTRY_SCREENS.find(([name]) => name === 'registries-login')![1](80, 24)
    const typed = press(login, ...'s3cret')
    expect(reading(typed)![0]).toBe('password: 9 characters, field 2 of 2')
    expect(said(typed)).not.toContain('s3cret')
  })

  it('reads a file line by line, what is searched in it first', () => {
    const preview = PREVIEWS.find(([name]) => name === 'preview-text')![1](80, 24)
    expect(reading(preview)!.slice(0, 2)).toEqual(['lines 1–20 of 60', "1 import {createServer} from 'node:http'"])
    expect(said(preview)).toMatch(/\n\/opt\/app\/server\.js, 14\.2 kB, layer 4, .*\ntext, UTF-8, sha256:/)
    const searching = PREVIEWS.find(([name]) => name === 'preview-search')![1](80, 24)
    expect(reading(searching)![0]).toMatch(/^Search: |^match \d+ of \d+/)
    expect(said(searching)).toMatch(/\nMatch: \d+ /)
  })

  it('reads what is typed into a filter, what it finds, and the path that it goes to', () => {
    const filtered = pressAnswered(image, '/', ...'lorem-ip', 'down')
    expect(reading(filtered)![0]).toBe('Filter: lorem-ip, substring, 202 of 465 paths match, 6 removed')
    expect(reading(filtered)![1]).toMatch(/^\/usr\/lib\/.*lorem-ip/)
    // Letters are typed there.
    expect(reading(filtered)!.at(-1)).toMatch(/^Keys: up\/down move/)
    const home = HOME_SCREENS.find(([name]) => name === 'home-filtered')![1](80, 24)
    expect(reading(home)![0]).toBe('Filter: api, 2 of 6 images · newest first')
  })

  it('reads the row of a list that the cursor is on', () => {
    const palette = press(image, 'tab', ':', ...'fold', 'down')
    expect(reading(palette)!.slice(0, 2)).toEqual([
      expect.stringMatching(/^open all folders, E \*, 2 of \d+$/),
      'Action: fold',
    ])
    expect(reading(press(image, 'L', 'j'))![0]).toMatch(/^\/.*, [\d.]+ MB, layer \d.*, 2 of \d+$/)
    const versions = press(onPath(image, 'etc/passwd'), 'v')
    expect(reading(versions)!.slice(0, 2)).toEqual([
      expect.stringMatching(/^layer \d, .*-rw-r--r--, root:root, .*, \d of \d$/),
      'Versions of /etc/passwd',
    ])
  })

  it('leaves out what is drawn for eyes', () => {
    for (const state of [image, onPath(image, 'usr'), press(image, '3'), press(image, '4'), pressAnswered(image, '2')])
      expect(said(state)).not.toMatch(/[─│┌┐└┘█▒▌▸▾\x1b]/)
    expect(readable('\x1b[94m┌ Layers ───┐\x1b[39m ▸ usr/   ██▎ 12 kB')).toBe('Layers usr/ 12 kB')
  })
})
