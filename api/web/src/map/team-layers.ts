/** The layers of a village's map by team: households and members in their team's colour, members linked to their leader. */

import Feature from "ol/Feature";
import LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Circle, Fill, Stroke, Style } from "ol/style";

import { MEMBER, RECRUIT, UNSERVED } from "../marks";
import type { Team, Teams } from "../model/teams";
import type { Person, Share, Subject, VillageModel } from "../model/village";
import { caption, styleCache, symbol } from "./symbols";

/** Metres a pixel beyond which marks are small. */
const FAR = 2.5;
const FAINT = "40";

export interface TeamScene {
  readonly model: VillageModel;
  readonly share: Share;
  readonly teams: Teams;
  /** What is pointed at, or pinned. */
  readonly subject: () => Subject | null;
}

/** Draw households, links and people by team. */
export function teamLayers(scene: TeamScene) {
  const { model, share, teams } = scene;
  const once = styleCache();
  const teamOfHousehold = (id: string): Team | undefined => teams.ofPerson.get(share.personOf.get(id)?.person ?? "");
  const shown = (team: Team | undefined): boolean => {
    const lit = litTeam(scene);
    return lit === null || team?.id === lit;
  };
  const links = teams.listed.flatMap((team) =>
    team.members
      .filter((member) => member !== team.leader)
      .map((member) => {
        const feature = new Feature(new LineString([[...(share.byId.get(member)?.at ?? team.at)], [...team.at]]));
        feature.setId(member);
        return feature;
      }),
  );
  return {
    houses: new VectorLayer({
      source: new VectorSource({ features: [...model.households].map(([id, at]) => named(at, id, "household")) }),
      style: (feature, resolution) => {
        const id = String(feature.getId());
        if (share.unserved.has(id)) return once(`out ${resolution > FAR}`, () => symbol(UNSERVED, resolution > FAR ? 5 : 7, 10));
        const team = teamOfHousehold(id);
        return house(team?.fill ?? "#bbbbbb", shown(team), once);
      },
    }),
    links: new VectorLayer({
      source: new VectorSource({ features: links }),
      style: (feature) => {
        const team = teams.ofPerson.get(String(feature.getId()));
        const colour = `${team?.fill ?? "#bbbbbb"}${shown(team) ? "" : FAINT}`;
        return once(`link ${colour}`, () => new Style({ stroke: new Stroke({ color: colour, width: 2 }) }));
      },
    }),
    people: new VectorLayer({
      source: new VectorSource({ features: share.persons.map(({ id, at }) => named(at, id, "person")) }),
      style: (feature, resolution) => {
        const id = String(feature.getId());
        return person(share.byId.get(id), teams.ofPerson.get(id), resolution > FAR, once);
      },
    }),
  };
}

type Once = ReturnType<typeof styleCache>;

function house(fill: string, shown: boolean, once: Once): Style {
  const colour = `${fill}${shown ? "" : FAINT}`;
  return once(`house ${colour}`, () => {
    const image = new Circle({ radius: 4, fill: new Fill({ color: colour }), stroke: new Stroke({ color: "#ffffff", width: 0.8 }) });
    return new Style({ image });
  });
}

/** A member is a square in the team's colour; the leader's is larger and named by the team. */
function person(one: Person | undefined, team: Team | undefined, far: boolean, once: Once): Style | [] {
  if (!one) return [];
  const mark = { ...(one.place === null ? MEMBER : RECRUIT), fill: team?.fill ?? MEMBER.fill };
  const leads = team?.leader === one.id;
  return once(`${leads ? team.id : ""} ${one.place === null} ${mark.fill} ${far}`, () => {
    const style = symbol(mark, leads ? (far ? 8 : 11) : far ? 5 : 7, leads ? 60 : 20);
    if (leads) style.setText(caption(team.id, 12, 700, 20));
    return style;
  });
}

/** The team that is pointed at, by itself or by somebody of it; null for none. */
function litTeam({ subject, teams, share }: TeamScene): string | null {
  const now = subject();
  if (now?.kind === "team") return now.id;
  if (now?.kind === "person") return teams.ofPerson.get(now.id)?.id ?? null;
  if (now?.kind === "household") return teams.ofPerson.get(share.personOf.get(now.id)?.person ?? "")?.id ?? null;
  return null;
}

function named(at: readonly [number, number], id: string, kind: string): Feature {
  const feature = new Feature(new Point([...at]));
  feature.setId(id);
  feature.set("kind", kind, true);
  return feature;
}
