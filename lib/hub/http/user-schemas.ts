/** What `/api/v1` takes about users and tokens, in zod; each fault is one sentence, and repeats no secret. */
import { z } from 'zod'
import { show, textFault } from '../../protocol/checks'
import { ACCESS_LIMITS, ROLES } from '../../protocol/access'

const { passwordMinChars: least, passwordMaxChars: most, nameChars } = ACCESS_LIMITS

export const newPassword = z
  .string({ error: `password must be text of ${least} to ${most} characters.` })
  .min(least, { error: `the password must have at least ${least} characters.` })
  .max(most, { error: `the password may have at most ${most} characters.` })

export const role = z.enum(ROLES, {
  error: ({ input }) => `role must be one of ${ROLES.join(', ')}; ${show(input)} came.`,
})

/** A name that people and programs sign with. HTTP's basic authentication ends a name at a colon. */
export const signature = (field: string) =>
  z
    .string({ error: ({ input }) => `${field} must be text of 1 to ${nameChars} characters; ${show(input)} came.` })
    .trim()
    .superRefine((value, context) => {
      const fault = textFault(field, value, nameChars) ?? (value.includes(':') ? `${field} must have no colon.` : null)
      if (fault !== null) context.addIssue({ code: 'custom', message: fault })
    })
