// The link's sockets and time, from the browser.
import type { LinkPorts, Socket } from "./link";

export const webSocketUrl = (page: { protocol: string; host: string }): string =>
  `${page.protocol === "https:" ? "wss" : "ws"}://${page.host}/ws`;

export const browserPorts = (url: string): LinkPorts => ({
  open: () => new WebSocket(url) as unknown as Socket,
  nowMs: () => performance.now(),
  after: (delayMs, then) => {
    const timer = setTimeout(then, delayMs);
    return () => clearTimeout(timer);
  },
});
