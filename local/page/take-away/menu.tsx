// A button and what it opens: a menu below it, in front of the page, closed by Escape or by a press elsewhere.
import { type ReactNode, useEffect, useId, useRef, useState } from "react";

/** How far the menu stands from its button and from the window's edge, in pixels. */
const APART = 6;
const EDGE = 12;
/** The menu is so wide where there is room (`.menu` in menu.css), in pixels. */
const WIDTH = 432;
/** With less room than this below the button the menu stands higher, in pixels. */
const LEAST_HEIGHT = 420;

/**
 * @param name what the menu is called by screen readers
 * @param children drawn only while it is open; gets the way to close it
 * @param onOpen hears when it opens
 */
export function Menu({
  label,
  name,
  children,
  onOpen,
}: {
  readonly label: ReactNode;
  readonly name: string;
  readonly children: (close: () => void) => ReactNode;
  readonly onOpen?: (() => void) | undefined;
}): ReactNode {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return undefined;
    // The button is elsewhere once the window has another size.
    const follow = (): void => {
      if (menu.current !== null) place(menu.current, button.current);
    };
    addEventListener("resize", follow);
    return () => removeEventListener("resize", follow);
  }, [open]);
  return (
    <>
      <button ref={button} type="button" className="quiet" popoverTarget={id} aria-haspopup="dialog">
        {label} <span aria-hidden="true">▾</span>
      </button>
      <div
        id={id}
        ref={menu}
        popover="auto"
        role="dialog"
        aria-label={name}
        className="menu"
        onBeforeToggle={(event) => {
          if (event.target === event.currentTarget && event.newState === "open")
            place(event.currentTarget, button.current);
        }}
        onToggle={(event) => {
          if (event.target !== event.currentTarget) return;
          setOpen(event.newState === "open");
          if (event.newState === "open") onOpen?.();
        }}
      >
        {open ? children(() => menu.current?.hidePopover()) : null}
      </div>
    </>
  );
}

/** Below the button, ending where it ends, and within the window. */
function place(menu: HTMLElement, button: HTMLElement | null): void {
  const box = button?.getBoundingClientRect();
  if (box === undefined) return;
  const width = Math.min(WIDTH, innerWidth - EDGE * 2);
  const isRoom = innerHeight - box.bottom > LEAST_HEIGHT;
  const top = isRoom ? Math.max(EDGE, box.bottom + APART) : Math.max(EDGE, innerHeight - LEAST_HEIGHT - EDGE);
  menu.style.left = `${Math.max(EDGE, Math.min(box.right, innerWidth - EDGE) - width)}px`;
  menu.style.top = `${top}px`;
  menu.style.maxHeight = `${innerHeight - top - EDGE}px`;
}
