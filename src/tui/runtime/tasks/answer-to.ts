import {containerAmount} from '../../../operations/engine/container-amount.ts'
import {EngineHoldings} from '../../../operations/sharing/engine-holdings.ts'
import {listedHoldings} from '../../../operations/store/listed-holdings.ts'
import type {Engine} from '../../../sources/engine/engine.ts'
import type {Answer, Question} from '../../app/form/asked.ts'
import type {TaskWorld} from './task-world.ts'

/** What was asked of an engine's images isn't asked again. */
const known = new WeakMap<Engine, EngineHoldings>()

/** Finds out what a form asks. Rejects with LensErrors, and when the signal aborts. */
export async function answerTo(
  question: Question,
  {engine, store}: Pick<TaskWorld, 'engine' | 'store'>,
  signal: AbortSignal,
): Promise<Answer> {
  if (question.kind === 'container-changes') {
    const found = await engine(question.engine, signal)
    return {kind: 'container-changes', ...(await containerAmount(found, question.container, signal))}
  }
  if (question.place === 'store') return {kind: 'holdings', holdings: await listedHoldings(store)}
  const found = await engine(question.place, signal)
  const holdings = known.get(found) ?? new EngineHoldings(found)
  known.set(found, holdings)
  return {kind: 'holdings', holdings: await holdings.read({signal, progress: () => {}})}
}
