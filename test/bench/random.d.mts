/** Numbers in [0, 1) that are the same in every run. */
export function seededRandom(seed: number): () => number
