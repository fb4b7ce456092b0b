/** Results in the order of the items, at most `atOnce` of them under way. Rejects with the first failure, when all have stopped. */
export async function inTurns<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  let failed: {readonly reason: unknown} | null = null
  const lane = async () => {
    while (next < items.length && failed === null) {
      const index = next++
      try {
        results[index] = await work(items[index]!, index)
      } catch (reason) {
        failed ??= {reason}
      }
    }
  }
  await Promise.all(Array.from({length: Math.min(atOnce, items.length)}, lane))
  if (failed !== null) throw (failed as {reason: unknown}).reason
  return results
}
