import {describe, expect, it} from 'vitest'
import {age} from '../../src/text/age.ts'
import {historyRow} from '../../src/tui/ui/rows/history-row.ts'
import {themeFor} from '../../src/tui/ui/theme.ts'
import {PLAIN} from './sample-states.ts'

const NOW = Date.parse('2026-06-01T12:00:00Z')
const MINUTE = 60_000

describe('a row of the history', () => {
  it.each([0, 9, 10, 59, 60, 23 * 60, 13 * 1440, 50 * 1440, 700 * 1440, 20_000 * 1440, -1440])(
    'has room for the whole age, %i minutes after the step',
    minutes => {
      const since = age(new Date(NOW - minutes * MINUTE).toISOString(), NOW) ?? ''
      expect(since).not.toBe('')
      const row = {cursor: false, layer: null, age: since, verb: 'RUN', text: 'make'}
      expect(historyRow(row, 80, 2, themeFor(PLAIN))).toContain(` ${since}  `)
    },
  )
})
