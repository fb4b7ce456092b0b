import {describe, expect, it} from 'vitest'
import type {RegistryAnswer, RegistryQuestion} from '../../../src/tui/app/registries/question.ts'
import {RegistryQuestions} from '../../../src/tui/runtime/registry/registry-questions.ts'

interface Asked {
  readonly question: RegistryQuestion
  readonly signal: AbortSignal
  tell(answer: RegistryAnswer): void
  end(): void
}

function started() {
  const asked: Asked[] = []
  const told: RegistryAnswer[] = []
  const questions = new RegistryQuestions(
    (question, signal, tell) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        asked.push({question, signal, tell, end: resolve})
      }),
    (_, answer) => told.push(answer),
  )
  const ask = (question: RegistryQuestion) => questions.begin({type: 'ask-registry', session: 7, question})
  return {questions, asked, told, ask}
}

const turn = () => new Promise(resolve => setImmediate(resolve))
const tags = (...names: string[]): RegistryQuestion => ({kind: 'facts', host: 'a.lan', path: 'b', tags: names})

describe('the questions to registries', () => {
  it('are stopped by their number, also where one took the place of another', async () => {
    const {questions, asked, ask} = started()
    ask({kind: 'repositories', host: 'a.lan'})
    ask({kind: 'repositories', host: 'a.lan'})
    await turn()
    expect(asked.map(({signal}) => signal.aborted)).toEqual([true, false])
    questions.cancel(7)
    expect(asked[1]!.signal.aborted).toBe(true)
  })

  it('about tags are stopped too once the list of tags has come', async () => {
    const {questions, asked, ask} = started()
    ask({kind: 'tags', host: 'a.lan', path: 'b'})
    ask(tags('1', '2'))
    asked[0]!.end()
    await turn()
    questions.cancel(7)
    expect(asked.map(({signal}) => signal.aborted)).toEqual([true, true, true])
  })

  it('are all over with the program: no tag is asked about any more', async () => {
    const {questions, asked, ask} = started()
    ask(tags('1', '2', '3', '4', '5', '6', '7'))
    questions.cancelAll()
    await turn()
    expect(asked).toHaveLength(6)
    expect(asked.every(({signal}) => signal.aborted)).toBe(true)
  })
})
