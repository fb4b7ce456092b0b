import {spawn} from 'node:child_process'
import {constants} from 'node:os'
import {root} from './checkout.mjs'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program in the checkout on our own terminal and resolves to its exit code (128 + number for one ended by a signal, as shells do).
 * Signals sent to us go to it: it cleans up and decides how to end.
 */
export function run(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {cwd: root, stdio: 'inherit', env: {...process.env, ...env}})
    const forward = signal => child.kill(signal)
    for (const signal of FORWARDED) process.on(signal, forward)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const name of FORWARDED) process.off(name, forward)
      resolve(code ?? 128 + (constants.signals[signal] ?? 1))
    })
  })
}
