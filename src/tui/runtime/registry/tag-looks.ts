/** Tags that are asked about at once. */
const AT_ONCE = 6

/** What is known of tags, asked for those in view: few at once, and no more for what has left it before its turn came. */
export class TagLooks {
  private readonly look: (tag: string) => Promise<void>
  private waiting: readonly string[] = []
  private readonly begun = new Set<string>()
  private running = 0

  /** `look` asks for one tag, and tells of it; it does not reject. */
  constructor(look: (tag: string) => Promise<void>) {
    this.look = look
  }

  /** These are in view now. */
  want(tags: readonly string[]): void {
    this.waiting = tags.filter(tag => !this.begun.has(tag))
    this.next()
  }

  private next(): void {
    while (this.running < AT_ONCE && this.waiting.length > 0) {
      const [tag, ...rest] = this.waiting
      this.waiting = rest
      this.begun.add(tag!)
      this.running++
      void this.look(tag!).finally(() => {
        this.running--
        this.next()
      })
    }
  }
}
