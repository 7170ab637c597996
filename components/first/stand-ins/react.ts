/** The hooks of React for who draws once: state is what it begins with, and nothing follows. */
import type { Provider } from '../jsx-runtime'

type Made<T> = T | (() => T)
const nothing = (): undefined => undefined

export const memo = <T>(component: T): T => component
export const useState = <T>(first: Made<T>): [T, () => undefined] => [made(first), nothing]
export const useRef = <T>(first: T): { current: T } => ({ current: first })
export const useMemo = <T>(make: () => T): T => make()
export const useCallback = <T>(callback: T): T => callback
export const useDeferredValue = <T>(value: T, first: T = value): T => first
export const useEffect = nothing
export const useLayoutEffect = nothing
export const useId = (): string => 'first'
export const useSyncExternalStore = <T>(_subscribe: unknown, read: () => T): T => read()
export const createContext = <T>(value: T): Provider & { value: T } => ({ value })
export const useContext = <T>(context: { value: T }): T => context.value

function made<T>(first: Made<T>): T {
  return typeof first === 'function' ? (first as () => T)() : first
}
