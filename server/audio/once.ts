/** A constant that is made at its first use: for what is dear to load and the same for the whole process. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
