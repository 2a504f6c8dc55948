// Wires the page: the link fills the store, the store feeds the views.
import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import { browserPorts, webSocketUrl } from "./link/browser_ports";
import { Link } from "./link/link";
import { topicsWanted } from "./link/topics";
import { Store } from "./store/store";
import "./style/page.css";
import { App } from "./view/app";

const beatMs = 100;

const store = new Store();
const link = new Link(browserPorts(webSocketUrl(location)), {
  onState: (state) => store.onLink(state),
  onText: (text) => store.onText(text, performance.now()),
  onBytes: (bytes) => store.onBytes(bytes, performance.now()),
});
const visible = () => document.visibilityState === "visible";

store.beat(performance.now());
link.start(topicsWanted(visible()));
setInterval(() => store.beat(performance.now()), beatMs);
document.addEventListener("visibilitychange", () => {
  link.subscribe(topicsWanted(visible()));
  if (visible()) link.retryNow();
});
render(<App store={store} />, document.getElementById("page")!);
