import {t} from '../../text/translate.ts'

/** The tabs of an open image, in the order they are shown; their keys are their numbers in it. */
export const TABS = [
  {id: 'files', name: t`Files`, label: t`Files`},
  {id: 'waste', name: t`Waste`, label: t`Waste: why the image is big, and what to change`},
  {id: 'map', name: t`Map`, label: t`Map: where the bytes are, at one look`},
  {id: 'history', name: t`History`, label: t`History: the instructions, as a Dockerfile reads`},
  {id: 'config', name: t`Config`, label: t`Config: what the image runs, and how`},
  {id: 'sharing', name: t`Sharing`, label: t`Sharing: who else uses its layers, and its nearest relatives`},
] as const

export type Tab = (typeof TABS)[number]['id']
