import type {Ellipsis} from './ellipsis.ts'
import {t} from './translate.ts'

/**
 * Secrets in texts, by hint: found by how they look or by what they are called, and shown masked. Whoever prints what an image
 * says of itself masks it; JSON has it as it is.
 */

/** Something in a text that looks like a secret. */
export interface SecretHint {
  /** what it looks like: `a GitHub token` */
  readonly what: string
  /** enough to find it, never enough to use it */
  readonly masked: string
  /** all of it: to know it again, never to be shown */
  readonly secret: string
}

interface Pattern {
  readonly what: string
  /** may have the groups `before` and `secret`; without, all of the match is the secret. Linear: repeats are bounded */
  readonly pattern: RegExp
}

const PATTERNS: readonly Pattern[] = [
  {
    what: t`a private key`,
    // Between the first line and the key some have headers: RFC 1421 for an encrypted one, RFC 9580 for OpenPGP's.
    pattern:
      /(?<before>-----BEGIN [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----)(?<secret>(?:[\s\\rn]{0,4}[A-Z][A-Za-z-]{2,20}: [^\n\\]{0,200}){0,6}[A-Za-z0-9+/=\\\s]{0,65536})/g,
  },
  {what: t`an AWS access key ID`, pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g},
  {what: t`a GitHub token`, pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})\b/g},
  {what: t`a GitLab token`, pattern: /\bglpat-[\w-]{20,64}/g},
  {what: t`a Slack token`, pattern: /\bxox[abeoprs]-[\w-]{10,255}/g},
  {what: t`an npm token`, pattern: /\bnpm_[A-Za-z0-9]{36}\b/g},
  {what: t`a PyPI token`, pattern: /\bpypi-[\w-]{50,255}/g},
  {what: t`a Docker Hub token`, pattern: /\bdckr_(?:pat|oat)_[\w-]{20,64}/g},
  {what: t`a Google API key`, pattern: /\bAIza[\w-]{35}/g},
  {what: t`a Stripe key`, pattern: /\b[rs]k_live_[0-9A-Za-z]{16,255}/g},
  {what: t`a JSON web token`, pattern: /\beyJ[\w-]{10,4096}\.[\w-]{10,4096}\.[\w-]{10,4096}/g},
  {
    what: t`credentials of a request`,
    pattern: /(?<before>\bAuthorization:\s{0,4}(?:Bearer|Basic|token)\s{1,4})(?<secret>[^\s"'$…]{4,4096})/gi,
  },
  {what: t`a password in an address`, pattern: /(?<before>:\/\/[^\s/:@]{0,64}:)(?<secret>[^\s/@$…]{3,256})(?=@)/g},
  {
    what: t`a password option`,
    pattern:
      /(?<before>--(?:password|passwd|token|secret|api-?key)(?:=|\s{1,4}))(?<secret>(?![-$])[^\s"'$;&|…]{4,4096})/gi,
  },
]

/** `NAME=VALUE` and `name: "value"`, where the name says that the value is secret. */
const NAMED =
  /(?<before>(?:^|(?<=[^\w.-]))(?<name>[\w.-]{1,96})["']?\s{0,4}[=:]\s{0,4})(?:"(?<double>[^"]{4,4096})"|'(?<single>[^']{4,4096})'|["']?(?<plain>[^\s"'&|;,…]{4,4096}))/g
const SECRET_NAME =
  /passw(?:or)?d|passphrase|secret|token|api[_.-]?key|access[_.-]?key|private[_.-]?key|credential|_auth$/i
/** what only says where the secret is, or is none */
const NO_SECRET_NAME = /(?:_FILE|_PATH|_DIR|_URL|_URI|_NAME|_ID|_LENGTH|_TTL|_EXPIRY|_TYPE)$/i
/** The first word of a private key without quotes: its own pattern masked it. */
const KEY_BEGINS = '-----BEGIN'
const PLACEHOLDER = /^(?:[$<{%/*~.]|\[|true$|false$|null$|none$|undefined$|x+$|changeme$)/i

/** What in a text looks like a secret; at most `limit` hints. */
export function secretsIn(text: string, limit = 20): readonly SecretHint[] {
  const hints: SecretHint[] = []
  maskText(text, '…', hint => void (hints.length < limit && hints.push(hint)))
  return hints
}

/** Texts that were masked lately, as they look then: screens draw the same ones again and again. */
const known = {'…': new Map<string, string>(), '...': new Map<string, string>()}
const KNOWN = 2000

/** The text with every such place masked; what was masked already, with whichever mark, is left alone. */
export function masked(text: string, mark: Ellipsis = '…'): string {
  const lately = known[mark]
  let found = lately.get(text)
  if (found === undefined) {
    found = maskText(text, mark, () => {})
    if (lately.size >= KNOWN) lately.clear()
    lately.set(text, found)
  }
  return found
}

/** `NAME=VALUE` masked: all of the value where the name says that it is secret. Without an equals sign as any text. */
export function maskedVariable(variable: string, mark: Ellipsis = '…'): string {
  const at = variable.indexOf('=')
  return at < 0
    ? masked(variable, mark)
    : `${variable.slice(0, at + 1)}${maskedFor(variable.slice(0, at), variable.slice(at + 1), mark)}`
}

/** A value masked: all of it where its name says that it is secret. */
export function maskedFor(name: string, value: string, mark: Ellipsis = '…'): string {
  return isSecretName(name) && value.length >= 4 && !PLACEHOLDER.test(value)
    ? maskedValue(value, mark)
    : masked(value, mark)
}

/** Whether a variable's or label's name says that its value is secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name)
}

/** `gh…(40 characters)`: its beginning where it is long enough not to give it away. */
export function maskedValue(secret: string, mark: Ellipsis = '…'): string {
  const plain = secret.trim()
  const length = plain.length
  return `${length >= 12 ? plain.slice(0, 2) : ''}${mark}${t`(${length} characters)`}`
}

/** Whether something in a text was masked, in whatever language: it is not what it stands for any more. */
export function isMasked(text: string): boolean {
  return /(?:…|\.\.\.)\(\d/.test(text)
}

/** Whether what a pattern found ends where a masked part begins: it is the beginning that was left of it, or stands before it. */
function goesOnMasked(match: string, rest: readonly unknown[]): boolean {
  const [offset, text] = rest.slice(-3) as [number, string]
  return /^(?:…|\.\.\.)\(\d/.test(text.slice(offset + match.length, offset + match.length + 5))
}

function maskText(text: string, mark: Ellipsis, found: (hint: SecretHint) => void): string {
  let clean = text
  for (const {what, pattern} of PATTERNS) {
    clean = clean.replace(pattern, (match: string, ...rest: unknown[]) => {
      const groups = rest.at(-1)
      const {before = '', secret = match} = (typeof groups === 'object' ? groups : {}) as Record<string, string>
      if (isMasked(secret) || goesOnMasked(match, rest)) return match
      found({what, masked: maskedValue(secret), secret})
      return `${before}${maskedValue(secret, mark)}`
    })
  }
  return clean.replace(NAMED, (match: string, ...rest: unknown[]) => {
    const {before, name, double, single, plain} = rest.at(-1) as Record<string, string | undefined> & {name: string}
    const secret = double ?? single ?? plain!
    // What is masked already, and what is none.
    if (!isSecretName(name) || PLACEHOLDER.test(secret) || secret === KEY_BEGINS) return match
    if (isMasked(secret) || goesOnMasked(match, rest)) return match
    found({what: t`a secret called ${name}`, masked: maskedValue(secret), secret})
    const quote = double === undefined ? (single === undefined ? '' : "'") : '"'
    return `${before}${quote}${maskedValue(secret, mark)}${quote}`
  })
}
