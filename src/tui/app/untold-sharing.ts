import {t} from '../../text/translate.ts'
import type {State} from './state.ts'

/** Why nobody knows what images share; undefined where that is known. */
export function untoldReason({sharing, sharingUntold}: State): string | undefined {
  if (sharing !== null) return undefined
  return sharingUntold
    ? t`Neither an engine nor the store tells which layers other images have. Of files: layerlens sharing A.tar B.tar`
    : t`It is not told yet which layers the images have.`
}
