// A titled box of the page; a landmark for a screen reader. `old`: what it shows may no longer be true.
import type { ComponentChildren } from "preact";

interface PanelProps {
  id: string;
  title: string;
  old?: boolean;
  /** At the right end of the title. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export const Panel = ({ id, title, old = false, aside, children }: PanelProps) => (
  <section class={`panel ${id}`} aria-labelledby={`${id}-title`} data-testid={id} data-old={old}>
    <header class="panel-head">
      <h2 id={`${id}-title`}>{title}</h2>
      <div class="panel-aside">
        {old && <span class="tag old-tag">OLD</span>}
        {aside}
      </div>
    </header>
    <div class="panel-body">{children}</div>
  </section>
);

/** What a panel says while it has nothing to show: why, and what brings something. */
export const Nothing = ({ children }: { children: ComponentChildren }) => <p class="nothing">{children}</p>;
