import {containerAmount} from '../../../operations/engine/container-amount.ts'
import {pathsThere} from '../../../operations/extract/paths-there.ts'
import {holdingsOn} from '../../../operations/sharing/engine-holdings.ts'
import {listedHoldings} from '../../../operations/store/listed-holdings.ts'
import type {Answer, Question} from '../../app/form/asked.ts'
import type {TaskWorld} from './task-world.ts'

/** Finds out what a form asks. Rejects with LensErrors, and when the signal aborts. */
export async function answerTo(
  question: Question,
  {engine, store, home}: Pick<TaskWorld, 'engine' | 'store' | 'home'>,
  signal: AbortSignal,
): Promise<Answer> {
  if (question.kind === 'paths') {
    return {kind: 'paths', paths: await pathsThere(question.folder, question.only, {home, signal})}
  }
  if (question.kind === 'container-changes') {
    const found = await engine(question.engine, signal)
    return {kind: 'container-changes', ...(await containerAmount(found, question.container, signal))}
  }
  if (question.place === 'store') return {kind: 'holdings', holdings: await listedHoldings(store)}
  const found = await engine(question.place, signal)
  return {kind: 'holdings', holdings: await holdingsOn(found).read({signal, progress: () => {}})}
}
