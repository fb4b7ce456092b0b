import {t} from '../../../text/translate.ts'
import {runningJobs} from '../jobs/in-state.ts'
import {sessionOf} from '../verbs/leave.ts'
import {type Binding, EVERYWHERE, EXPLORER, HOMES, PAPERS} from './binding.ts'

/** Help, and leaving. */
export const ALWAYS: readonly Binding[] = [
  {
    id: 'close',
    places: PAPERS,
    keys: ['esc', 'q', 'enter', 'left', 'h'],
    label: t`close this page`,
    hint: t`close`,
    rank: 1,
    message: () => ({type: 'close'}),
  },
  {
    id: 'leave-versions',
    places: ['versions', 'comparison'],
    keys: ['esc', 'q'],
    label: t`back to where you came from`,
    hint: t`back`,
    rank: 1,
    message: () => ({type: 'close'}),
  },
  {
    id: 'help',
    places: [
      ...HOMES,
      'loading',
      'failed',
      'picker',
      'job',
      'doctor',
      ...PAPERS.filter(place => place !== 'help'),
      'largest',
      'preview',
      'versions',
      'comparison',
      ...EXPLORER,
    ],
    keys: ['?'],
    label: t`all keys`,
    hint: t`all keys`,
    rank: 0,
    message: () => ({type: 'help'}),
  },
  {
    id: 'quit',
    places: [...HOMES, 'loading', 'failed', 'picker', ...EXPLORER],
    keys: ['q'],
    label: t`quit`,
    hint: t`quit`,
    rank: 0,
    message: () => ({type: 'quit', code: 0}),
  },
  {
    id: 'interrupt',
    places: EVERYWHERE,
    keys: ['ctrl+c'],
    label: t`quit; twice, where something is being done`,
    message: state => ({type: 'quit', code: sessionOf(state) === null && runningJobs(state).length === 0 ? 0 : 130}),
  },
  {
    id: 'suspend',
    places: EVERYWHERE,
    keys: ['ctrl+z'],
    label: t`to the shell; fg comes back`,
    message: () => ({type: 'suspend'}),
  },
]
