/** A link to another view of the same run. */

import type { ComponentChildren } from "preact";

import type { At, View } from "../state/address";
import { useStore } from "../state/context";

export interface ViewLinkProps {
  readonly to: View;
  readonly at?: At;
  readonly kind?: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}

export function ViewLink({ to, at = {}, kind, label, children }: ViewLinkProps) {
  const { router } = useStore();
  return (
    <a href={router.link(to, at)} class={kind} aria-label={label}>
      {children}
    </a>
  );
}
