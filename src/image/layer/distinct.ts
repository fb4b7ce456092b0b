/** Values that come again and again, each kept once and known by a number. */
export class Distinct<Value> {
  readonly values: Value[] = []
  private readonly ids = new Map<string, number>()

  /** The number of the value that `key` spells; `make` is called where it is new. */
  idOf(key: string, make: () => Value): number {
    let id = this.ids.get(key)
    if (id === undefined) {
      id = this.values.push(make()) - 1
      this.ids.set(key, id)
    }
    return id
  }
}
