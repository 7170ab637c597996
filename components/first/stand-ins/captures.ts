/** Whether it is being captured, the page knows a moment later. */
export const useCaptures = (): { running: null } => ({ running: null })
