// From which stage on somebody is told, as the settings name it.

export const levels = ["handler", "owner", "manager"] as const;
