import {t} from '../../../text/translate.ts'
import {type ChoiceQuestion, choiceQuestion, type FormValues, textIn} from './form.ts'

const PLATFORM = 'platform'
export const OWN_PLATFORM = t`this machine's`
export const ALL_PLATFORMS = t`all, as they are`

/** Which platforms of an image are meant, where there are several. */
export function platformQuestions(platforms: readonly string[], first: string): ChoiceQuestion[] {
  if (platforms.length < 2) return []
  return [choiceQuestion(PLATFORM, t`platform`, [OWN_PLATFORM, ...platforms, ALL_PLATFORMS], first)]
}

/** What was answered: one platform, with null for this machine's, or all. */
export function platformsChosen(values: FormValues): {readonly platform: string | null; readonly whole: boolean} {
  const chosen = textIn(values, PLATFORM)
  const whole = chosen === ALL_PLATFORMS
  return {whole, platform: chosen === '' || chosen === OWN_PLATFORM || whole ? null : chosen}
}
