// An element on the page -> how wide it is, in whole pixels, as long as it is there.
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** @returns the place to put the element, and its width; undefined before it is known */
export function useWidth<Place extends HTMLElement>(): readonly [
  RefObject<Place | null>,
  number | undefined,
] {
  const place = useRef<Place>(null);
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const wide = Math.floor(element.clientWidth);
      setWidth(wide === 0 ? undefined : wide);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [place, width];
}
