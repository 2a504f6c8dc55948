// A `status` event as JSON, with the names of the schema.
#pragma once

#include <memory>
#include <string>

#include "rt/base/result.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace flatbuffers {
class Parser;
}

namespace tripline {

/// Holds the binary schema, parsed once. Thread: any.
class StatusJson {
 public:
  StatusJson();
  ~StatusJson();

  /// JSON text of one verified `status` event. Errors: kInternal when the schema cannot describe it.
  Result<std::string> text(const Event& status) const;

 private:
  std::unique_ptr<const flatbuffers::Parser> parser_;
};

}  // namespace tripline
