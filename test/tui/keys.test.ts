import {render} from 'ink-testing-library'
import {createElement} from 'react'
import {describe, expect, it} from 'vitest'
import {App} from '../../src/tui/ui/mount.tsx'
import {opening} from './sample-states.ts'

function keysRead(...chunks: readonly string[]): string[] {
  const keys: string[] = []
  const state = opening(80, 24)
  const screen = render(
    createElement(App, {
      source: {get: () => state, subscribe: () => () => {}},
      onKey: key => keys.push(key),
      onPaste: () => {},
    }),
  )
  for (const chunk of chunks) screen.stdin.write(chunk)
  screen.unmount()
  return keys
}

describe('keys', () => {
  it('typed faster than they are read are several keys', () => {
    expect(keysRead('jjj', 'kG')).toEqual(['j', 'j', 'j', 'k', 'G'])
  })

  it('have names', () => {
    expect(
      keysRead('\x1b[A', '\x1b[6~', '\x1b[H', '\t', '\x1b[Z', '\r', ' ', '\x04', '\x00', '\x1a', '\x7f', '?'),
    ).toEqual([
      'up',
      'pagedown',
      'home',
      'tab',
      'shift+tab',
      'enter',
      'space',
      'ctrl+d',
      'ctrl+space',
      'ctrl+z',
      'backspace',
      '?',
    ])
  })
})
