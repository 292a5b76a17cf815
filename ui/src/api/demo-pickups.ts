// What comes beside the mails of the sample's services: links and codes with what is not said filled in, other channels.
import type { PickupRow, ServicePage } from "./types";

/** A pickup of a service; what is not told stands as for a link nobody touched. */
export function pickupOf(page: ServicePage, told: Partial<PickupRow> & { platform: string }): PickupRow {
  return {
    errand: `errand-${page.row.id}-${page.pickups.length}-${told.platform}`,
    service: page.row.id,
    court: page.row.court,
    case_numbers: page.row.case_numbers,
    name: null,
    provider: null,
    url: null,
    code: null,
    expires: null,
    expires_at: null,
    expires_at_latest: false,
    strange_host: false,
    opening: "",
    can_fetch: false,
    allowed: false,
    state: "open",
    listed: 0,
    stored: 0,
    missing: [],
    held: null,
    says: null,
    again: null,
    opened: null,
    opened_by: null,
    on_its_way: null,
    bytes: 0,
    total: null,
    ...told,
  };
}

/** What came beside the mail of a service: links until a day, paper on another; and a file that somebody deleted. */
export function toldBeside(page: ServicePage, until: string, on: string) {
  const { id: service, arrived, first_seen, documents } = page.row;
  const channel = { service, arrived, first_seen, why: null };
  page.pickups.push(
    pickupOf(page, { platform: "cloud", url: "https://disk.example/s/1aB2", code: "7k2p", expires: `${until}前有效`, expires_at: `${until}T23:59:00+08:00` }),
    pickupOf(page, { platform: "zxfw", name: "人民法院在线服务网 文书送达", url: "https://zxfw.court.example/zxfw/#/demo", opening: "may-be-receipt", can_fetch: true }),
  );
  page.channels.push({ ...channel, channel: "mail", place: page.row.mailbox, documents }, { ...channel, channel: "paper", place: "王敏", arrived: on, documents: 0 });
  const gone = page.documents[1];
  if (gone) gone.state = "missing";
}
