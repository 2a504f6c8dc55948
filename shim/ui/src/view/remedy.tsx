// What to do about something: words, with what is to be typed between `backticks`.

export const Remedy = ({ text }: { text: string }) =>
  text === "" ? null : (
    <span class="remedy">
      To mend it: {text.split("`").map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}
    </span>
  );
