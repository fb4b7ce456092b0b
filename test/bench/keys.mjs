import {setTimeout as pause} from 'node:timers/promises'
import {benchInput} from './inputs.mjs'
import {median, screenUntil, withFolder} from './measure.mjs'

/** What is pressed: first once, then over and over; every second press is measured where two keys take turns. */
export const STROKES = {
  move: {first: ['\t'], keys: ['j']},
  layer: {first: [], keys: ['[', ']']},
  expand: {first: ['\t', 'C'], keys: ['E', 'C'], measured: 'E'},
  sort: {first: ['\t', 'E'], keys: ['s']},
}

const PRESSES = 40
const PATIENCE = 20_000

/** Milliseconds from a key to its drawn frame at 140×45, the median over many presses, once all layers are read. */
export async function keyToFrame(node, input, stroke, say) {
  const {reference} = await benchInput(input, say)
  const {extra} = await withFolder(folder =>
    screenUntil(node, folder, 'reading-ended', [reference], session => press(session, STROKES[stroke])),
  )
  return median(extra)
}

async function press({input, events}, {first, keys, measured}) {
  for (const key of first) await pressed(input, events, key)
  const took = []
  for (let i = 0; took.length < PRESSES; i++) {
    const key = keys[i % keys.length]
    const ms = await pressed(input, events, key)
    if (measured === undefined || key === measured) took.push(ms)
  }
  return took
}

/** Presses a key and waits for the frame that follows it. */
async function pressed(input, events, key) {
  const before = events().length
  input.write(key)
  const deadline = Date.now() + PATIENCE
  for (;;) {
    await pause(2)
    const since = events().slice(before)
    const at = since.findIndex(entry => entry.event === 'key')
    const frame = at < 0 ? undefined : since.slice(at).find(entry => entry.event === 'frame')
    if (frame) return frame.ms - since[at].ms
    if (Date.now() > deadline) throw new Error(`no frame followed the key ${JSON.stringify(key)}`)
  }
}
