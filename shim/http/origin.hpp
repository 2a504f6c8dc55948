// Names of this server and of pages: Host and Origin headers taken apart and compared.
#pragma once

#include <string_view>

namespace tripline {

/// The same letters in any case.
bool same_text(std::string_view left, std::string_view right) noexcept;

/// `localhost:8080` → `localhost`; "" for what is no host with at most a port behind it.
std::string_view host_without_port(std::string_view host) noexcept;

/// `https://rig.example:8443`: http or https, a host, at most a port, and nothing else.
bool is_origin(std::string_view text) noexcept;

/// The origin is that of a page from `host`, over http or https.
bool is_page_of(std::string_view origin, std::string_view host) noexcept;

}  // namespace tripline
