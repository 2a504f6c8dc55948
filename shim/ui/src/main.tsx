// Wires the page: the link fills the store, the store feeds the views.
import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import { browserPorts, webSocketUrl } from "./link/browser_ports";
import { coreApi } from "./link/core_api";
import { Link } from "./link/link";
import { topicsWanted } from "./link/topics";
import { whileAllowed } from "./link/while_allowed";
import { CoreSteering } from "./store/core_steering";
import { Session } from "./store/session";
import { Store } from "./store/store";
import "./style/page.css";
import { App } from "./view/app";

const beatMs = 100;

const store = new Store();
const session = new Session((url, options) => fetch(url, options));
const steering = new CoreSteering(coreApi((address, init) => fetch(address, init)));
const link = new Link(browserPorts(webSocketUrl(location.href)), {
  onState: (state) => {
    store.onLink(state);
    if (state.kind === "lost") void session.ask(); // a browser does not say that it was refused
  },
  onText: (text) => store.onText(text, performance.now()),
  onBytes: (bytes) => store.onBytes(bytes, performance.now()),
});
const visible = () => document.visibilityState === "visible";

store.beat(performance.now());
const linked = whileAllowed(session, {
  start: () => link.start(topicsWanted(visible())),
  pause: () => link.pause(),
});
setInterval(() => store.beat(performance.now()), beatMs);
document.addEventListener("visibilitychange", () => {
  if (!linked()) return;
  link.subscribe(topicsWanted(visible()));
  if (visible()) link.retryNow();
});
render(<App store={store} session={session} steering={steering} />, document.getElementById("page")!);
