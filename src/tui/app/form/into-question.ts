import {t} from '../../../text/translate.ts'
import {homeOf, homePlace} from '../home/in-state.ts'
import type {ImagePlace} from '../jobs/task.ts'
import type {State} from '../state.ts'
import {type ChoiceQuestion, choiceQuestion, type FormValues, textIn} from './form.ts'

const INTO = 'into'

/** Where an image is to come, asked where no list says so: whether an engine answers is not known there. */
export function intoQuestions(state: State): readonly ChoiceQuestion[] {
  return homeOf(state) === null ? [choiceQuestion(INTO, t`into`, [t`engine`, t`store`], t`engine`)] : []
}

/** Where it comes: what was answered, else to where home's images are. */
export function placeChosen(state: State, values: FormValues): ImagePlace {
  if (values[INTO] === undefined) return homePlace(state)
  return textIn(values, INTO) === t`store` ? 'store' : null
}
