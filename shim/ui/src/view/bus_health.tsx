// How each bus is: its state, the messages that are not well, the ids that no DBC names.
import type { BusHealth, InvalidMessage, UnknownId } from "../decode/can_health";
import { busMood, busWords, faultWord, idText, unknownWords } from "../format/bus_words";
import { count } from "../format/number";
import { duration } from "../format/time";
import type { Store } from "../store/store";

export const BusHealthList = ({ store }: { store: Store }) => {
  const buses = store.status.value?.value.canBuses ?? [];
  return buses.length === 0 ? null : (
    <div class="bus-list" data-testid="bus-list">
      {buses.map((bus) => (
        <Bus key={bus.name} bus={bus} store={store} />
      ))}
    </div>
  );
};

const Bus = ({ bus, store }: { bus: BusHealth; store: Store }) => (
  <article class="bus" data-testid="bus" data-bus={bus.name} data-mood={busMood(bus)}>
    <p class="bus-state">
      <span class="lamp" aria-hidden="true" />
      <strong>{bus.name}</strong> {busWords(bus).join(" · ")}
    </p>
    {bus.invalid.length > 0 && <Invalid bus={bus} store={store} />}
    {bus.unknownIds > 0 && <Unknown bus={bus} />}
  </article>
);

const Invalid = ({ bus, store }: { bus: BusHealth; store: Store }) => {
  const hidden = bus.invalidCount - bus.invalid.length;
  return (
    <ul class="bus-invalid" aria-label={`Invalid messages on ${bus.name}`} data-testid="bus-invalid">
      {bus.invalid.map((message) => (
        <InvalidItem key={idText(message)} message={message} ageMs={ageOf(store, message)} />
      ))}
      {hidden > 0 && <li>and {count(hidden)} more</li>}
    </ul>
  );
};

const ageOf = (store: Store, { sinceMonoMs }: InvalidMessage): number =>
  store.clock.ageMs(sinceMonoMs, store.slowMs.value) ?? Number.NaN;

const InvalidItem = ({ message, ageMs }: { message: InvalidMessage; ageMs: number }) => (
  <li title={`${message.name}, ${idText(message)}: its signals are stale`}>
    <span class="bus-message">{message.name}</span> <span class="tag stale-tag">{faultWord(message)}</span>{" "}
    <span class="bus-age">{duration(ageMs)}</span>
  </li>
);

const Unknown = ({ bus }: { bus: BusHealth }) => (
  <details class="bus-unknown" data-testid="bus-unknown">
    <summary>{unknownWords(bus)}</summary>
    <table class="small-table">
      <caption>No DBC file names {bus.unknownIds > bus.unknown.length ? "these; the most frequent" : "these"}</caption>
      <thead>
        <tr>
          <th scope="col">Id</th>
          <th scope="col">Frames</th>
          <th scope="col">Frames/s</th>
        </tr>
      </thead>
      <tbody>
        {bus.unknown.map((unknown) => (
          <UnknownRow key={idText(unknown)} unknown={unknown} />
        ))}
      </tbody>
    </table>
    {bus.unknownBeyond > 0 && (
      <p class="explain">{count(bus.unknownBeyond)} frames had further ids, which are only counted.</p>
    )}
  </details>
);

const UnknownRow = ({ unknown }: { unknown: UnknownId }) => (
  <tr>
    <th scope="row" class="bus-id">
      {idText(unknown)}
    </th>
    <td>{count(unknown.count)}</td>
    <td>{unknown.rateHz.toFixed(1)}</td>
  </tr>
);
