// What the page shows before anybody is logged in: one field for the token, and what was wrong with the last one.
import { useRef } from "preact/hooks";
import type { Session } from "../store/session";

export const LoginPanel = ({ session }: { session: Session }) => {
  const field = useRef<HTMLInputElement>(null);
  const state = session.state.value;
  if (state.kind !== "out") return null;
  const submit = (event: Event) => {
    event.preventDefault();
    const token = field.current?.value.trim() ?? "";
    if (token !== "" && !state.busy) void session.logIn(token);
  };
  return (
    <main class="login">
      <form class="panel" onSubmit={submit} aria-labelledby="login-title" data-testid="login">
        <h2 id="login-title">This rig asks for a token</h2>
        <p class="explain">
          Whoever looks after it makes one with <code>tripline token add</code>.
        </p>
        {/* What password managers keep the token under. */}
        <input type="text" name="username" autocomplete="username" value="tripline" readOnly hidden />
        <label for="token">Token</label>
        <input
          ref={field}
          id="token"
          type="password"
          autocomplete="current-password"
          spellcheck={false}
          aria-describedby="login-why"
          data-testid="token"
        />
        <button type="submit" class="plain-button" disabled={state.busy} data-testid="log-in">
          Log in
        </button>
        <p id="login-why" class="login-why" role="alert" data-testid="login-why">
          {state.why}
        </p>
      </form>
    </main>
  );
};
