// One HTTP exchange on a CivetWeb connection: the request is read under a deadline, the response written.
#pragma once

#include <optional>

#include "shim/api/request.hpp"
#include "shim/api/response.hpp"

struct mg_connection;

namespace tripline {

/// Request line and headers. Thread: the connection's worker, as everything here.
Request read_head(const mg_connection& connection);

/// Reads the body into `request`; returns the problem (408, 411, 413) when it is late, of unknown length or too long.
std::optional<Response> read_body(mg_connection& connection, Request& request);

/// Writes status, headers (the security headers too) and, except for HEAD, the body.
void write_response(mg_connection& connection, const Response& response, bool with_body);

}  // namespace tripline
