/** The head of the page: where one is, where one can go, and the language. */

import { STEPS, type View } from "../state/address";
import { useLocale, useStore } from "../state/context";
import { ViewLink } from "./view-link";

export function Header() {
  const { words } = useLocale();
  return (
    <header class="head">
      <ViewLink to="start" kind="brand">
        <Emblem />
        <span>{words.product}</span>
      </ViewLink>
      <Steps />
      <Languages />
    </header>
  );
}

function Steps() {
  const { words } = useLocale();
  return (
    <nav aria-label={words.stepsLabel}>
      <ol>
        {STEPS.map((name) => (
          <li key={name}>
            <Step name={name} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A step that needs a run, or a village, is no link before there is one. */
function Step({ name }: { readonly name: View }) {
  const { router } = useStore();
  const { words } = useLocale();
  const { view, at } = router.place.value;
  const open = name === "start" || (at.run && (name !== "village" || at.village));
  const text = words.steps[name];
  if (!open) return <span class="step closed">{text}</span>;
  return (
    <a class="step" href={router.link(name)} aria-current={name === view ? "page" : undefined}>
      {text}
    </a>
  );
}

function Languages() {
  const store = useStore();
  const { words, language } = useLocale();
  const other = language === "vi" ? "en" : "vi";
  return (
    <button type="button" class="language" lang={other} title={words.otherLanguageTitle} onClick={() => store.choose(other)}>
      {words.otherLanguage}
    </button>
  );
}

const HOMES = [
  [7, 8],
  [25, 8],
  [16, 26],
] as const;

/** Three homes and the person between them. */
function Emblem() {
  return (
    <svg viewBox="0 0 32 32" width={30} height={30} aria-hidden="true">
      {HOMES.map(([x, y]) => (
        <path key={`way ${x} ${y}`} d={`M16 17L${x} ${y + 1}`} stroke="#8fd0c0" stroke-width={1.6} />
      ))}
      {HOMES.map(([x, y]) => (
        <path key={`home ${x} ${y}`} d={`M${x} ${y - 4}l4.2 3.6v4.4h-8.4v-4.4z`} fill="#8fd0c0" />
      ))}
      <circle cx={16} cy={16} r={4.6} fill="#ffd27a" />
    </svg>
  );
}
