// Line icons, 24 x 24, in the colour of the text around them. Decoration: the words beside them carry the meaning.
import type { ComponentChildren } from "preact";
import type { Verdict } from "../store/verdict";

const shapes: Readonly<Record<Verdict["icon"], ComponentChildren>> = {
  disarmed: <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM5.6 5.6l12.8 12.8" />,
  settling: <path d="M7 3h10M7 21h10M8 3c0 5 8 5 8 9s-8 4-8 9M16 3c0 5-8 5-8 9s8 4 8 9" />,
  armed: <path d="M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM12 1.5V8M12 16v6.5M1.5 12H8M16 12h6.5" />,
  fired: <path d="M13.5 2 5 13.5h6L9.5 22 19 10h-6.5Z" />,
  cooldown: <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5.5l3.5 2" />,
  priming: <path d="M2 17h4V7h4v10h4V7h4v10h4" />,
  stopped: <path d="M6 6h12v12H6Z" />,
  unlinked: <path d="M4 4l16 16M9 7h1M14 7h2a5 5 0 0 1 3.5 8.5M14 17h2M10 17H8A5 5 0 0 1 6.5 7.300M8.5 12H12" />,
  waiting: <path d="M5 12h.01M12 12h.01M19 12h.01" />,
};

export const Icon = ({ name }: { name: Verdict["icon"] }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {shapes[name]}
  </svg>
);
