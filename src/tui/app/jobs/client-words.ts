import {homeOf} from '../home/in-state.ts'
import type {State} from '../state.ts'
import type {ImagePlace} from './task.ts'

/** The command that would do what a job does: of the engine's own client, or ours for what is in the store. */

/** The engine's client. */
export function clientName(state: State): 'docker' | 'podman' {
  return homeOf(state)?.listing?.engine.kind === 'podman' ? 'podman' : 'docker'
}

/** The program that does something with an image, and what it calls an image of that place. */
export function clientAt(state: State, place: ImagePlace): {readonly program: string; named(image: string): string} {
  if (place === 'store') return {program: 'layerlens', named: image => `store:${image}`}
  return {program: clientName(state), named: image => image}
}
