// What the page subscribes to. Previews cost the core work, so a hidden page does not ask for them.

const always = ["status", "catalog", "shot", "frame/shot", "can_signals", "alert", "log"];

export const topicsWanted = (visible: boolean): readonly string[] => (visible ? [...always, "frame/preview"] : always);
