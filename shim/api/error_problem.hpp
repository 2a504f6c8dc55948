// From an Error, whose one line names field, fault and remedy, to the problem document that names them apart.
#pragma once

#include <string>

#include "rt/base/result.hpp"
#include "shim/api/response.hpp"

namespace tripline {

/// The field is what stands before the first ": " when it is a path, else `field`; the remedy is what stands behind the
/// last "; ". The status follows from the code: kUsage 400, kNoInput 404, kFailure 409, kConflict 412, kBadConfig 422,
/// kUnavailable 503, anything else 500.
Response problem_of(const Error& error, const std::string& field = {});
/// The same with another status.
Response problem_of(int status, const Error& error, const std::string& field = {});

}  // namespace tripline
