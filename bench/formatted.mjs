import { format, resolveConfig } from 'prettier'

/** As `npm run lint` wants it; tables are aligned, so that they can be read on a terminal, too. */
export async function formatted(text, parser) {
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser })
}
