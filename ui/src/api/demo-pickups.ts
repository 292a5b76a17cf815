// Links and codes of the sample's services, with what is not said filled in.
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
