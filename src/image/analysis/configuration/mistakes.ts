import {LensError} from '../../oci/error.ts'

/** More of them are counted only: a file that is none of ours has one a line. */
const MOST = 20

/** What is wrong in several places, each of which is to be mended: told one a line, in the order they were found. */
class Mistakes extends LensError {
  readonly all: readonly LensError[]

  constructor(all: readonly LensError[]) {
    const lines = all
      .slice(0, MOST)
      .map(({message, advice}) => (advice === undefined ? message : `${message} ${advice}`))
    const more = all.length > MOST ? [`And ${all.length - MOST} more.`] : []
    super('usage', `There are ${all.length} mistakes in the configuration.`, {advice: [...lines, ...more]})
    this.all = all
  }
}

/** Does each of them, whatever the ones before threw. Throws what is wrong in words together; a fault of our own at once. */
export function eachRead<T, R>(items: Iterable<T>, read: (item: T) => R): R[] {
  const thrown: unknown[] = []
  const done: R[] = []
  for (const item of items) {
    try {
      done.push(read(item))
    } catch (mistake) {
      if (!(mistake instanceof LensError)) throw mistake
      thrown.push(mistake)
    }
  }
  if (thrown.length > 0) throw together(thrown)
  return done
}

/** At least one that was thrown, as one. What is a fault of our own comes before what is wrong in words. */
export function together(thrown: readonly unknown[]): unknown {
  const mistakes = thrown.flatMap(each => (each instanceof Mistakes ? each.all : each))
  const told = mistakes.filter(each => each instanceof LensError)
  if (told.length < mistakes.length) return mistakes.find(each => !(each instanceof LensError))
  return told.length === 1 ? told[0] : new Mistakes(told)
}
