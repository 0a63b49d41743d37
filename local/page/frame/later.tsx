// A component that few readers see at once -> the same, fetched when it is first drawn, and in words when it cannot be.
import { type ComponentType, type ReactNode, useEffect, useState } from "react";

/**
 * Never throws where the fetching fails, as it does offline or after the server was changed: the page around it stays.
 * @param load fetches the component; it is asked again when a former try failed
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactNode {
  let known: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [Found, setFound] = useState<ComponentType<Props> | "failed" | undefined>(() => known);
    useEffect(() => {
      if (known !== undefined) return undefined;
      let isHere = true;
      const show = async (): Promise<void> => {
        try {
          known = await load();
        } catch {
          // Whatever it was, the next time it is drawn it is tried again.
        }
        if (isHere) setFound(() => known ?? "failed");
      };
      void show();
      return () => {
        isHere = false;
      };
    }, []);
    if (Found === undefined) return <p role="status">Loading…</p>;
    if (Found === "failed")
      return (
        <p role="alert">
          This part of the page could not be fetched. Connect to the network or reload the page, and try
          again.
        </p>
      );
    return <Found {...props} />;
  };
}
