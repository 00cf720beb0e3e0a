// Where the real dd-apply is killed: each scenario, and those that need another file system on one.
import type { Test } from 'tap'
import type { Setting } from './kill-play.js'
import { cannotMount, loopFs, NO_INLINE } from './mounts.js'
import { noNative } from './native.js'
import { cannotTrace } from './strace.js'
import type { Scenario } from './world.js'

type Titled = Setting & { readonly title: string; readonly skip: string | false }

/** Scenarios with what each needs, once with koffi and once without. */
export function settings(t: Test, scenarios: readonly Scenario[]): Titled[] {
  const cannot = cannotTrace()
  return scenarios.flatMap((scenario) =>
    [false, true].map((plain) => {
      const { name } = scenario
      const title = plain ? `${name}, without koffi` : name
      const own = { scenario, plain, title, skip: cannot || (!plain && noNative) }
      if (name.includes('far away')) return { ...own, apart: true, skip: own.skip || cannotMount() }
      if (name.includes('reflink')) return shared(t, own)
      return own
    }),
  )
}

/** Blocks are shared on btrfs. */
function shared(t: Test, own: Titled): Titled {
  const skip = own.skip || cannotMount('btrfs')
  return skip ? { ...own, skip } : { ...own, parent: loopFs(t, 'btrfs', 128, NO_INLINE) }
}
