import { digestReader, type Asked, type Job } from '../digest/read-digest.js'
import { packOutcomes, unpackJobs, type Outcome } from './job.js'

/** Makes the function that reads a packed batch of files and returns their packed outcomes. */
export function batchRunner(asked: Asked): (batch: string) => string {
  const read = digestReader(asked)
  return (batch) => {
    const outcomes: Outcome[] = []
    for (const job of unpackJobs(batch)) outcomes.push(attempt(read, job))
    return packOutcomes(outcomes)
  }
}

/** One file that fails never stops the others. */
function attempt(read: (job: Job) => string, job: Job): Outcome {
  try {
    return read(job)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    return { code, message }
  }
}
