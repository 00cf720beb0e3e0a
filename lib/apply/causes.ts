type Causes = { readonly [code: string]: string }

/** What file systems, and kernels, say that do not have a call. */
function without(sentence: string): Causes {
  const codes = ['EOPNOTSUPP', 'ENOTSUP', 'ENOTTY', 'ENOSYS']
  return Object.fromEntries(codes.map((code) => [code, sentence]))
}

const SHARING: Causes = {
  ...without('its file system cannot share blocks between files'),
  EXDEV: 'blocks cannot be shared with a file on another file system',
  EINVAL: 'its file system cannot share the blocks of just these two files',
  ETXTBSY: 'it or its keeper is in use as swap space',
}

const NAMES: Causes = {
  EACCES: 'its directory may not be written to',
  EBUSY: 'it is a mount point, or in use by the system',
  EPERM: "it is immutable or append-only, or its directory is, or is sticky and another user's",
  EXDEV: 'its file system cannot rename it without copying it',
}

/** Calls that a step stands and falls with: what it means when they fail. */
const CAUSES: { readonly [call: string]: Causes } = {
  link: {
    ...without('its file system has no hard links'),
    EMLINK: 'the keeper has as many hard links as its file system allows',
    EPERM:
      "the keeper may have no other name: it is immutable, append-only, another user's, or on a file system without hard links",
    EXDEV: 'a hard link cannot lead to another file system, or another mount of the same one',
  },
  symlink: {
    ...without('its file system has no symbolic links'),
    ENAMETOOLONG: 'the path of its keeper is too long for a symbolic link',
    EPERM: 'its file system has no symbolic links',
  },
  readlink: {
    ENOTSUP: 'its file system does not keep a symbolic link as it was made',
    EPERM: 'its file system lets nobody read a symbolic link that leads out of it',
  },
  copyfile: SHARING,
  'ioctl FIDEDUPERANGE': SHARING,
  rename: NAMES,
  renameat2: NAMES,
  unlink: NAMES,
}

/** The sentence for a call that failed with `code`; undefined: there is none, and the system's words must do. */
export function causeOf(call: string, code: string): string | undefined {
  return code === 'EROFS' ? 'it is on a read-only file system' : CAUSES[call]?.[code]
}

/** What a call would throw, known without making it. */
export function unable(call: string, code: string, sentence = causeOf(call, code)) {
  return Object.assign(new Error(sentence ?? code), { code })
}
