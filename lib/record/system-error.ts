import { constants } from 'node:os'

/**
 * The code of a system error, as `EACCES`. Node has no name for some, such as EDQUOT, and calls
 * them `Unknown system error -122`; they get the system's.
 */
export function systemCode({ code, errno }: NodeJS.ErrnoException): string | undefined {
  if (errno === undefined || !code?.startsWith('Unknown')) return code
  return Object.entries(constants.errno).find(([, number]) => number === -errno)?.[0] ?? code
}
