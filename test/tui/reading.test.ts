import {describe, expect, it} from 'vitest'
import {reading} from '../../src/tui/app/selectors/reading.ts'
import {readable} from '../../src/tui/ui/readable.ts'
import {HOME_SCREENS} from './home-states.ts'
import {explored, onPath, press, pressAnswered} from './sample-states.ts'

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

  it('leaves out what is drawn for eyes', () => {
    for (const state of [image, onPath(image, 'usr'), press(image, '3'), press(image, '4'), pressAnswered(image, '2')])
      expect(said(state)).not.toMatch(/[─│┌┐└┘█▒▌▸▾\x1b]/)
    expect(readable('\x1b[94m┌ Layers ───┐\x1b[39m ▸ usr/   ██▎ 12 kB')).toBe('Layers usr/ 12 kB')
  })
})
