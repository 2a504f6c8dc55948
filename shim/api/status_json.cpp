#include "shim/api/status_json.hpp"

#include <flatbuffers/idl.h>

#include "schemas/status_bfbs_generated.h"

namespace tripline {
namespace {

using Schema = wire::StatusBinarySchema;

std::unique_ptr<const flatbuffers::Parser> make_parser() {
  flatbuffers::IDLOptions options;
  options.strict_json = true;
  options.indent_step = -1;  // one line
  options.output_default_scalars_in_json = true;
  options.natural_utf8 = true;
  auto parser = std::make_unique<flatbuffers::Parser>(options);
  RT_CHECK(parser->Deserialize(Schema::data(), Schema::size()));
  return parser;
}

}  // namespace

StatusJson::StatusJson() : parser_(make_parser()) {}
StatusJson::~StatusJson() = default;

Result<std::string> StatusJson::text(const Event& status) const {
  std::string text;
  if (!flatbuffers::GenerateText(*parser_, status.message.data(), &text))
    return Error{ExitCode::kInternal, "status: a text in it is not UTF-8"};
  return text;
}

}  // namespace tripline
