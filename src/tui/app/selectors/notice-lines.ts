import {wrap} from '../../../text/wrap.ts'
import type {State} from '../state.ts'

/** So much of the screen it may cover, up to as many lines as anything here needs: the rest is what it is about. */
const PART = 4
const MOST = 4

/** What just happened, or why a key did nothing, as lines at the bottom of the screen: none where nothing did. Printable. */
export function noticeLines({notice, terminal, capabilities}: State): readonly string[] {
  if (notice === null) return []
  const limit = Math.max(1, Math.min(MOST, Math.floor(terminal.rows / PART)))
  // A blank stands before it.
  const lines = wrap(notice.text, terminal.columns - 1, {limit, mark: capabilities.unicode ? '…' : '...'})
  return lines.length === 0 ? [''] : lines
}
