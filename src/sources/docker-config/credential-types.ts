import type {Secret} from './secret.ts'

/** What proves to a registry who asks. */
export type Credentials =
  | {readonly kind: 'password'; readonly username: string; readonly password: Secret}
  /** traded for access tokens at the token server (OAuth2 refresh token), as logging in to some clouds leaves it */
  | {readonly kind: 'identity-token'; readonly token: Secret}
  /** sent as it is */
  | {readonly kind: 'registry-token'; readonly token: Secret}

/** docker's helper protocol and config use this name where the secret is an identity token. */
export const TOKEN_NAME = '<token>'
