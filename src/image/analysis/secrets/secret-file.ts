import {secretsIn} from '../../../text/mask.ts'
import {t} from '../../../text/translate.ts'

/** A kind of file that holds secrets, told by its path and, where it can be read, by what is in it. */
interface SecretFile {
  readonly what: string
  /** of the path without a leading slash */
  readonly path: RegExp
  /** what its text must have to count */
  readonly holds: (text: string) => boolean
  /** whether the path alone is enough where the file can't be read */
  readonly byName: boolean
}

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/
const has = (pattern: RegExp) => (text: string) => pattern.test(text)

const FILES: readonly SecretFile[] = [
  {
    what: t`a private SSH key`,
    path: /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|ssh_host_\w+_key)$/,
    holds: has(PRIVATE_KEY),
    byName: true,
  },
  {
    what: t`a private key`,
    path: /\.(?:pem|key|ppk)$/,
    holds: has(/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|^PuTTY-User-Key-File/),
    byName: false,
  },
  {
    what: t`AWS credentials`,
    path: /(?:^|\/)\.aws\/credentials$/,
    holds: has(/aws_secret_access_key|aws_session_token/i),
    byName: true,
  },
  {
    what: t`Google Cloud credentials`,
    path: /(?:^|\/)(?:application_default_credentials|.{0,80}service.?account.{0,80})\.json$/,
    holds: has(/"(?:private_key|refresh_token)"/),
    byName: false,
  },
  {
    what: t`Azure credentials`,
    path: /(?:^|\/)\.azure\/(?:accessTokens|msal_token_cache)\.json$/,
    holds: has(/token/i),
    byName: true,
  },
  {
    what: t`registry credentials`,
    path: /(?:^|\/)(?:\.docker\/config\.json|\.dockercfg|containers\/auth\.json)$/,
    holds: has(/"(?:auth|identitytoken|password)"\s{0,4}:\s{0,4}"[^"]/),
    byName: true,
  },
  {
    what: t`a kubeconfig`,
    path: /(?:^|\/)(?:\.kube\/config|kubeconfig|[\w.-]{1,64}\.kubeconfig)$/,
    holds: has(/client-key-data|\btoken:|\bpassword:/),
    byName: true,
  },
  {
    what: t`an npm token`,
    path: /(?:^|\/)\.npmrc$/,
    holds: has(/_auth(?:Token)?\s{0,4}=\s{0,4}[^\s$]|_password\s{0,4}=/),
    byName: false,
  },
  {
    what: t`a package registry token`,
    path: /(?:^|\/)(?:\.yarnrc\.yml|\.pypirc|pip\.conf|\.gem\/credentials|\.cargo\/credentials(?:\.toml)?|\.composer\/auth\.json|auth\.json|NuGet\.Config|\.m2\/settings\.xml)$/i,
    holds: has(
      /npmAuthToken|\bpassword\s{0,4}[=:>]|:rubygems_api_key|\btoken\s{0,4}=|:\/\/[^\s/:@]{1,64}:[^\s@/]{1,256}@|github-oauth|ClearTextPassword|<password>/i,
    ),
    byName: false,
  },
  {what: t`a login of netrc`, path: /(?:^|\/)[._]netrc$/, holds: has(/\bpassword\s/), byName: true},
  {
    what: t`git credentials`,
    path: /(?:^|\/)\.git-credentials$/,
    holds: has(/:\/\/[^\s/:@]{1,256}:?[^\s@/]{0,256}@/),
    byName: true,
  },
  {
    what: t`a token in a git remote`,
    path: /(?:^|\/)\.git\/config$/,
    holds: has(/:\/\/[^\s/:@]{1,256}:[^\s@/]{1,256}@/),
    byName: false,
  },
  {what: t`a GitHub login`, path: /(?:^|\/)\.config\/gh\/hosts\.yml$/, holds: has(/oauth_token/), byName: true},
  {
    what: t`secrets of an environment file`,
    path: /(?:^|\/)\.env(?:\.(?!example$|sample$|template$|dist$)[\w-]{1,32})?$/,
    holds: text => secretsIn(text, 1).length > 0,
    byName: false,
  },
  {
    what: t`database passwords`,
    path: /(?:^|\/)(?:\.pgpass|\.my\.cnf|\.mylogin\.cnf)$/,
    holds: has(/:[^:\s]+$|\bpassword/m),
    byName: true,
  },
  {what: t`a Vault token`, path: /(?:^|\/)\.vault-token$/, holds: text => text.trim() !== '', byName: true},
  {
    what: t`the state of Terraform`,
    path: /(?:^|\/)[\w.-]{0,64}\.tfstate(?:\.backup)?$/,
    holds: has(/"(?:password|secret|private_key|token)/),
    byName: false,
  },
]

/** Endings and beginnings of names that are worth a look, for a pass over all names. */
export const SECRET_NAMES = {
  ends: [
    '.pem',
    '.key',
    '.ppk',
    '_key',
    '.json',
    '.kubeconfig',
    '.tfstate',
    '.tfstate.backup',
    '.yml',
    '.toml',
    '.cnf',
    '.xml',
    'onfig',
    'redentials',
    'pip.conf',
  ],
  begins: [
    'id_',
    '.npmrc',
    '.yarnrc.yml',
    '.pypirc',
    '.netrc',
    '_netrc',
    '.git-credentials',
    '.dockercfg',
    '.env',
    '.pgpass',
    '.my',
    '.vault-token',
    'kubeconfig',
  ],
}

/** Keys that packages bring to try themselves with are known to everybody. */
const SAMPLES =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|usr\/share\/doc|pkg\/mod)\/.*(?:test|fixture|example|sample|spec)|^usr\/(?:local\/go|lib\/go[\w.-]{0,16}|share\/go[\w.-]{0,16})\/src\/|ssl-cert-snakeoil\.key$/i

/** No system opens longer ones, characters. */
const LONGEST_PATH = 4096

/** What kind of secret a file may hold by its path, null for none. */
export function secretFileAt(path: string): string | null {
  if (path.length > LONGEST_PATH || SAMPLES.test(path)) return null
  return FILES.find(file => file.path.test(path))?.what ?? null
}

/** What kind of secret it holds; `text` is null where it could not be read. Null for none. */
export function secretFile(path: string, text: string | null): string | null {
  if (secretFileAt(path) === null) return null
  const found = FILES.find(file => file.path.test(path) && (text === null ? file.byName : file.holds(text)))
  return found?.what ?? null
}
