/** One thing that was looked at. */
export interface Finding {
  readonly name: CheckName
  readonly verdict: 'ok' | 'note' | 'fault'
  /** a sentence; hostile */
  readonly message: string
  /** lines to type or to write somewhere, exactly; empty where nothing is to be done */
  readonly fix: readonly string[]
}

/** What is looked at on the way to a registry. */
export type CheckName =
  | 'name'
  | 'port'
  | 'proxy'
  | 'encryption'
  | 'api'
  | 'authentication'
  | 'credentials'
  | 'token'
  | 'pull'
  | 'push'
  | 'rate limit'
  | 'clock'
  | 'attestations'

/** Findings by their verdict. */
export const ok = (name: CheckName, message: string): Finding => ({name, verdict: 'ok', message, fix: []})
export const note = (name: CheckName, message: string, fix: readonly string[] = []): Finding => ({
  name,
  verdict: 'note',
  message,
  fix,
})
export const fault = (name: CheckName, message: string, fix: readonly string[]): Finding => ({
  name,
  verdict: 'fault',
  message,
  fix,
})
