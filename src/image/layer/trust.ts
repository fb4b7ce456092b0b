/** How sure we are that the bytes of a layer are those its digest names. A digest is claimed until its bytes were read. */
export type Trust = 'verified' | 'unverified' | 'mismatch'
