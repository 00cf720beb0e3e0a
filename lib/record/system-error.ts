import { constants } from 'node:os'

/**
 * The code of a system error, as `EACCES`. Node has no name for some, such as EDQUOT, and calls
 * them `Unknown system error -122`; they get the system's. Why a thread could not be started Node says
 * in words only: `Worker initialization failure: EMFILE`.
 */
export function systemCode({ code, errno, message }: NodeJS.ErrnoException): string | undefined {
  if (code === 'ERR_WORKER_INIT_FAILED') return /\bE[A-Z]+$/.exec(message)?.[0] ?? code
  if (errno === undefined || !code?.startsWith('Unknown')) return code
  return Object.entries(constants.errno).find(([, number]) => number === -errno)?.[0] ?? code
}

/** No file more can be opened, for this process or for the machine: that says nothing of the file that was to be. */
export function isOutOfDescriptors(error: unknown): boolean {
  const code = error instanceof Error ? systemCode(error) : undefined
  return code === 'EMFILE' || code === 'ENFILE'
}
