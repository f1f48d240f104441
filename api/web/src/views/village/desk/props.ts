/** What the parts of a changed plan are given. */

import type { VillageState } from "../state";
import type { Desk } from "./desk";

export interface DeskProps {
  readonly state: VillageState;
  readonly desk: Desk;
}
