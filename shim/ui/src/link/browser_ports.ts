// The link's sockets and time, from the browser.
import type { LinkPorts, Socket } from "./link";

/** Beside the page, wherever a proxy has put it. */
export function webSocketUrl(page: string): string {
  const url = new URL("ws", page);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

export const browserPorts = (url: string): LinkPorts => ({
  open: () => new WebSocket(url) as unknown as Socket,
  nowMs: () => performance.now(),
  after: (delayMs, then) => {
    const timer = setTimeout(then, delayMs);
    return () => clearTimeout(timer);
  },
});
