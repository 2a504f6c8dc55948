// ConfigTag: which revision of which run's configuration; as an entity tag of HTTP, `"<run>-<revision>"`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tripline {

struct ConfigTag {
  std::uint64_t run_id = 0;
  std::uint32_t revision = 0;

  bool operator==(const ConfigTag&) const = default;
};

/// With the quotes: `"1122334455667788-7"`.
std::string to_text(const ConfigTag& tag);

/// Nothing when the text is no such tag. A weak one (`W/"…"`) is none either.
std::optional<ConfigTag> parse_config_tag(std::string_view text);

/// True when the list of If-None-Match (`"…", "…"`, or `*`) has the tag.
bool lists_tag(std::string_view list, const ConfigTag& tag);

}  // namespace tripline
