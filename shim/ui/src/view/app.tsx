// The page: what must be seen first comes first.
import type { CoreSteering } from "../store/core_steering";
import type { Session } from "../store/session";
import type { Store } from "../store/store";
import { CanPanel } from "./can_panel";
import { CoreBar } from "./core_bar";
import { CountersPanel } from "./counters_panel";
import { DegradedBanner } from "./degraded_banner";
import { DeviceStrip } from "./device_strip";
import { JournalPanel } from "./journal_panel";
import { LatencyPanel } from "./latency_panel";
import { LoginPanel } from "./login_panel";
import { PreviewPanel } from "./preview_panel";
import { ShotPanel } from "./shot_panel";
import { StateBanner } from "./state_banner";
import { ThreadsPanel } from "./threads_panel";
import { TopBar } from "./top_bar";

interface AppProps {
  store: Store;
  session: Session;
  steering: CoreSteering;
}

export const App = ({ store, session, steering }: AppProps) => (
  <>
    <TopBar store={store} session={session} />
    {session.state.value.kind === "out" ? (
      <LoginPanel session={session} />
    ) : (
      <Panels store={store} session={session} steering={steering} />
    )}
  </>
);

const Panels = ({ store, session, steering }: AppProps) => (
  <main>
    <StateBanner store={store} />
    <CoreBar store={store} session={session} steering={steering} />
    <DegradedBanner store={store} />
    <DeviceStrip store={store} />
    <div class="columns">
      <div class="column side">
        <PreviewPanel store={store} />
        <LatencyPanel store={store} />
        <CountersPanel store={store} />
        <ThreadsPanel store={store} />
      </div>
      <div class="column wide">
        <ShotPanel store={store} />
        <CanPanel store={store} />
        <JournalPanel store={store} />
      </div>
    </div>
  </main>
);
