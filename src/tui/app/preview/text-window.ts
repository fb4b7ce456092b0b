import {findInText} from '../../../image/content/find-bytes.ts'
import type {Segment} from '../../../image/content/line-index.ts'
import {segmentText, type TextContent} from '../../../image/content/text-content.ts'
import {type LitText, litText, litWidth, withoutCells, wrapped} from './lit-text.ts'
import type {PreviewPlace} from './preview.ts'

/** How a text is laid out in its window. */
export interface TextLayout {
  /** cells for the text, line numbers not counted */
  readonly columns: number
  /** rows of the window */
  readonly height: number
  readonly wrap: boolean
  readonly ascii: boolean
  /** what is searched, '' for nothing */
  readonly query: string
}

/** A row of the window. */
export interface TextRow {
  readonly segment: Segment
  /** row of the segment, from 0 */
  readonly row: number
  readonly parts: readonly LitText[]
}

/** The rows on the screen. Only what is on them is decoded. */
export function textRows(text: TextContent, place: PreviewPlace, layout: TextLayout): TextRow[] {
  const rows: TextRow[] = []
  for (const segment of text.index.segments(place.top, layout.height)) {
    if (rows.length >= layout.height) break
    if (layout.wrap) {
      const skipped = segment.number === place.top ? place.row : 0
      const all = rowsOf(text, segment, layout)
      for (let row = Math.min(skipped, all.length - 1); row < all.length && rows.length < layout.height; row++)
        rows.push({segment, row, parts: all[row]!})
    } else rows.push({segment, row: 0, parts: unwrapped(text, segment, place.left, layout)})
  }
  return rows
}

/** The widest of the lines on the screen, in cells. */
export function widestLine(text: TextContent, place: PreviewPlace, layout: TextLayout): number {
  const widths = text.index
    .segments(place.top, layout.height)
    .map(segment => litWidth(litText(segmentText(text, segment), [], layout.ascii)))
  return Math.max(0, ...widths)
}

/** The place so many rows further down (up where negative), no further than to the last page. */
export function movedInText(text: TextContent, place: PreviewPlace, rows: number, layout: TextLayout): PreviewPlace {
  let {top, row} = place
  if (!layout.wrap) top = Math.max(0, top + rows)
  else if (rows < 0) {
    let left = -rows
    while (left > row && top > 0) {
      left -= row + 1
      top--
      row = rowCount(text, top, layout) - 1
    }
    row = Math.max(0, row - left)
  } else {
    let left = rows
    for (let count = rowCount(text, top, layout); left >= count - row && top < text.index.segmentCount - 1; ) {
      left -= count - row
      top++
      row = 0
      count = rowCount(text, top, layout)
    }
    row = Math.min(row + left, rowCount(text, top, layout) - 1)
  }
  return settledInText(text, {...place, top, row}, layout)
}

/** The place, or the last page where it lies beyond: no empty rows where there are lines. */
export function settledInText(text: TextContent, place: PreviewPlace, layout: TextLayout): PreviewPlace {
  const last = lastPage(text, place, layout)
  const beyond = place.top > last.top || (place.top === last.top && place.row > last.row)
  if (beyond) return last
  return layout.wrap ? {...place, left: 0} : {...place, row: 0}
}

/** The place from which the window reaches to the end. */
export function lastPage(text: TextContent, place: PreviewPlace, layout: TextLayout): PreviewPlace {
  const {segmentCount} = text.index
  if (!layout.wrap) return {...place, top: Math.max(0, segmentCount - layout.height), row: 0}
  let room = layout.height
  let top = segmentCount
  while (top > 0 && room > 0) {
    const count = rowCount(text, --top, layout)
    if (count >= room) return {...place, top, row: count - room, left: 0}
    room -= count
  }
  return {...place, top: Math.max(0, top), row: 0, left: 0}
}

function rowCount(text: TextContent, number: number, layout: TextLayout): number {
  const [segment] = text.index.segments(number, 1)
  return segment === undefined ? 1 : rowsOf(text, segment, {...layout, query: ''}).length
}

function rowsOf(text: TextContent, segment: Segment, layout: TextLayout): LitText[][] {
  const raw = segmentText(text, segment)
  return wrapped(litText(raw, findInText(raw, layout.query), layout.ascii), layout.columns)
}

/** A character beyond the edge is left for the row to say that there is more. */
function unwrapped(text: TextContent, segment: Segment, left: number, layout: TextLayout): LitText[] {
  // Marks take no cell of their own: more than four on a letter are spelled out.
  const shown = segmentText(text, segment).slice(0, (left + layout.columns + 1) * 5)
  return withoutCells(litText(shown, findInText(shown, layout.query), layout.ascii), left)
}
