import type {TerminalSize} from '../state.ts'
import {lookOf, type Preview, type PreviewPlace} from './preview.ts'
import {bytesPerRow, previewWindow, textLayout} from './preview-layout.ts'
import {lastPage, movedInText, settledInText, widestLine} from './text-window.ts'

/** What the window is part of. */
export interface PreviewFrame {
  readonly terminal: TerminalSize
  readonly unicode: boolean
}

/** Whatever is scrolled, by rows of the window; `to-end` goes to either end. */
export type Scroll = {readonly rows: number} | {readonly end: 'first' | 'last'}

/** The place after scrolling. */
export function scrolled(preview: Preview, scroll: Scroll, frame: PreviewFrame): PreviewPlace {
  const {place, content} = preview
  const look = lookOf(preview)
  if (look === null || content === null) return place
  if (look === 'text') {
    const layout = textLayout(preview, frame.terminal, frame.unicode)
    if ('rows' in scroll) return movedInText(content.text!, place, scroll.rows, layout)
    return scroll.end === 'first' ? {...place, top: 0, row: 0} : lastPage(content.text!, place, layout)
  }
  const {height} = previewWindow(frame.terminal)
  const step = look === 'bytes' ? bytesPerRow(frame.terminal) : 1
  const count = look === 'bytes' ? Math.ceil(content.bytes.length / step) : content.archive!.members.length
  const now = Math.floor(place.top / step)
  const last = Math.max(0, count - height)
  const wanted = 'rows' in scroll ? now + scroll.rows : scroll.end === 'first' ? 0 : last
  return {...place, top: Math.max(0, Math.min(last, wanted)) * step, row: 0}
}

/** The place brought into what there is, after the window, the wrapping or the content changed. */
export function settledPlace(preview: Preview, frame: PreviewFrame): PreviewPlace {
  const {content, place} = preview
  if (lookOf(preview) !== 'text') return scrolled(preview, {rows: 0}, frame)
  return settledInText(content!.text!, place, textLayout(preview, frame.terminal, frame.unicode))
}

/** The window moved sideways, no further than the lines on it reach. */
export function movedSideways(preview: Preview, columns: number, frame: PreviewFrame): PreviewPlace {
  const {place, content} = preview
  if (lookOf(preview) !== 'text' || preview.wrap) return place
  const layout = textLayout(preview, frame.terminal, frame.unicode)
  const most = columns < 0 ? place.left : Math.max(0, widestLine(content!.text!, place, layout) - layout.columns)
  return {...place, left: Math.max(0, Math.min(Math.max(most, place.left), place.left + columns))}
}

/** The place at which a byte of what is shown (or a member) is on the screen: this one where it is already. */
export function placeShowing(preview: Preview, match: number, frame: PreviewFrame): PreviewPlace {
  const {place, content} = preview
  const look = lookOf(preview)
  if (look === null || content === null) return place
  const {height} = previewWindow(frame.terminal)
  const above = Math.floor(height / 3)
  if (look === 'text') {
    const text = content.text!
    const layout = textLayout(preview, frame.terminal, frame.unicode)
    const number = text.index.segmentAt(match)
    if (isOnScreen(preview, number, frame)) return place
    return movedInText(text, {...place, top: number, row: 0, left: 0}, -above, layout)
  }
  const step = look === 'bytes' ? bytesPerRow(frame.terminal) : 1
  const row = Math.floor(match / step)
  const first = Math.floor(place.top / step)
  if (row >= first && row < first + height) return place
  return scrolled({...preview, place: {...place, top: row * step}}, {rows: -above}, frame)
}

function isOnScreen({place, content, ...preview}: Preview, segment: number, frame: PreviewFrame): boolean {
  const layout = textLayout({...preview, content}, frame.terminal, frame.unicode)
  if (segment < place.top || (segment === place.top && place.row > 0) || place.left > 0) return false
  const end = movedInText(content!.text!, place, layout.height - 1, {...layout, height: 1})
  return segment <= end.top
}
