import {readFileSync, writeFileSync} from 'node:fs'
import {setTimeout as pause} from 'node:timers/promises'
import {livenessOf, ownIdentity, type ProcessIdentity} from '../../../src/sources/store/process-identity.ts'
import {withLock} from '../../../src/sources/store/store-lock.ts'

/**
 * A process of its own that takes a lock many times: `FOLDER LOG NUMBER`. Ends with 3 where somebody living is inside with it;
 * every third kills itself inside.
 */
const [folder, log, number] = process.argv.slice(2)
const {signal} = new AbortController()
const own = JSON.stringify(ownIdentity())

for (let turn = 0; turn < 30; turn++) {
  await withLock(folder!, {what: `turn ${turn}`, signal, patience: 120_000}, async () => {
    const before = read()
    if (before !== null && livenessOf(before) === 'alive') process.exit(3)
    writeFileSync(log!, own)
    await pause(Math.random() * 2)
    if (readFileSync(log!, 'utf8') !== own) process.exit(3)
    if (turn === 12 && Number(number) % 3 === 0) process.kill(process.pid, 'SIGKILL')
    writeFileSync(log!, '')
  })
}

function read(): ProcessIdentity | null {
  try {
    const text = readFileSync(log!, 'utf8')
    return text === '' ? null : (JSON.parse(text) as ProcessIdentity)
  } catch {
    return null
  }
}
