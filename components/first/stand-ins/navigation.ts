/** The address, as a page that does not change reads it. */
export const useSearchParams = (): URLSearchParams => new URLSearchParams(location.search)
export const usePathname = (): string => location.pathname
export const useRouter = (): object => ({})
