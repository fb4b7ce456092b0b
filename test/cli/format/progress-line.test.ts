import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {ProgressLine} from '../../../src/cli/format/progress-line.ts'
import {width} from '../../../src/text/width.ts'

let now = 0
beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** What is drawn for a label on a terminal of so many columns, without what clears the line. */
function drawn(label: string, columns: number): string {
  let text = ''
  const line = new ProgressLine(
    said => {
      text += said
    },
    true,
    () => columns,
  )
  line.update(label, 12_100_000, 210_000_000)
  return text.replace('\r\x1b[K', '')
}

describe('the line of progress', () => {
  const long = 'Reading the export of registry.example.com:5000/a-team/a-project/a-service-with-a-long-name:1.2.3'

  it('is shown as it is where there is room', () => {
    expect(drawn('Reading layers', 80)).toBe('Reading layers 12.1 MB of 210 MB (5 %)')
  })

  it.each([
    ['letters', long, 80],
    ['wide letters', '漢字'.repeat(60), 61],
    ['a terminal narrower than the figures', long, 16],
  ])('is never longer than its line, which could not be cleared: %s', (_, label, columns) => {
    const text = drawn(label, columns)
    expect(width(text)).toBeLessThan(columns)
    expect(text).not.toBe('')
  })

  it('keeps its figures', () => {
    expect(drawn(long, 60)).toMatch(/^Reading.*….*1\.2\.3 12\.1 MB of 210 MB \(5 %\)$/)
  })
})
