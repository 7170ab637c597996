/** The address, as a page that does not change reads it. */
import { shownNow } from '../shown'

export const useSearchParams = (): URLSearchParams => shownNow().search
export const usePathname = (): string => shownNow().pathname
export const useRouter = (): object => ({})
