// The socket under a CivetWeb connection, which the library does not tell: needed to end a connection from outside.
#pragma once

struct mg_connection;

namespace tripline {

/// Descriptor of the connection's socket, found by the client's address and port; -1 when there is none.
/// Lifetime: CivetWeb's; it stays open until the close handler of the connection has returned.
int connection_socket(const mg_connection& connection);

}  // namespace tripline
