/** Parts of the page that are fetched when they are first needed: the first message needs none of them. */
import { useEffect, useState } from 'preact/hooks'

/** What `load` fetches, once `wanted`; `undefined` until it is there. Where it cannot be had, it stays so: the page works without. */
export function useLazy<T>(load: () => Promise<T>, wanted: boolean): T | undefined {
  const [loaded, setLoaded] = useState<{ readonly part: T }>()
  useEffect(() => {
    if (!wanted || loaded) return
    let gone = false
    load().then(
      (part) => gone || setLoaded({ part }),
      () => {},
    )
    return () => {
      gone = true
    }
  }, [wanted, loaded === undefined])
  return loaded?.part
}
