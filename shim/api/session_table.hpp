// SessionTable: the pages that are logged in. Bounded; each ends when idle, when old, and when told to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rt/base/time.hpp"
#include "shim/api/role.hpp"
#include "shim/api/secret.hpp"

namespace tripline {

/// Thread: one at a time. Times come from the caller and never go back.
class SessionTable {
 public:
  /// Returns the secret that stands for the session; only its hash stays. Where limits::kSessions are open, the one
  /// that was idle longest ends.
  std::string open(Role role, MonoTime now);
  /// The role of the session, which counts as a use of it; kNone when there is none of that secret.
  Role use(std::string_view secret, MonoTime now);
  void close(std::string_view secret);
  std::size_t size() const noexcept { return sessions_.size(); }

 private:
  struct Session {
    SecretHash hash;
    Role role;
    MonoTime opened;
    MonoTime used;
  };
  Session* find(std::string_view secret);
  void end_old_ones(MonoTime now);

  std::vector<Session> sessions_;
};

}  // namespace tripline
