// Named views of one thing -> tabs to switch between them (ARIA, "Tabs pattern", with automatic activation).
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";

/** One view. */
export interface Tab {
  readonly name: string;
  readonly label: string;
  /** The same for a phone, where the label leaves no room for the others. */
  readonly short?: string;
  readonly content: () => ReactNode;
}

/** @param props.label what the tabs are of */
export function Tabs({
  label,
  tabs,
  active,
  onActive,
}: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly active: string;
  readonly onActive: (name: string) => void;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.name === active) ?? tabs[0];
  const move = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab === current);
    const to =
      event.key === "ArrowRight"
        ? at + 1
        : event.key === "ArrowLeft"
          ? at - 1
          : event.key === "Home"
            ? 0
            : event.key === "End"
              ? tabs.length - 1
              : undefined;
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    onActive(next.name);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move} tabIndex={-1}>
        {tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            data-tab={tab.name}
            id={`${id}-${tab.name}-tab`}
            aria-selected={tab === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => onActive(tab.name)}
          >
            {tab.short === undefined ? (
              tab.label
            ) : (
              <>
                <span className="roomy">{tab.label}</span>
                <span className="tight">{tab.short}</span>
              </>
            )}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={current === undefined ? undefined : `${id}-${current.name}-tab`}
        className="panel"
      >
        {current?.content()}
      </div>
    </>
  );
}
