// One measured figure beside its reference, as a JSON line for machines or a table row for people.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "bench/support/percentiles.hpp"

namespace tripline::bench {

/// What a ratio must be: at most or at least `ratio`.
struct Target {
  enum class Side : std::uint8_t { kAtMost, kAtLeast };
  Side side = Side::kAtMost;
  double ratio = 0;
  bool met_by(double got) const noexcept { return side == Side::kAtMost ? got <= ratio : got >= ratio; }
};

struct Figure {
  std::string name;                        ///< "motion/96x88/cold"
  double value = 0;                        ///< of ours
  std::string unit;                        ///< of `value` and `reference`
  double reference = 0;                    ///< of the reference, measured in the same rounds
  std::string reference_name;              ///< what the reference is
  double ratio = 0;                        ///< value over reference, or a peer's time over ours
  std::size_t rounds = 0;                  ///< alternated rounds
  std::optional<Percentiles> percentiles;  ///< of ours
  std::optional<Target> target;            ///< of `ratio`
};

/// {"name":…,"value":…,"unit":…,"reference":…,"ratio":…,"rounds":…, then what else there is}
std::string json_line(const Figure& figure);

/// One line under table_head().
std::string table_row(const Figure& figure);
std::string table_head();

/// Writes figures as they come. Thread: one.
class Report {
 public:
  Report(std::FILE* out, bool json);
  void add(const Figure& figure);
  /// Figures that missed their target.
  int missed() const noexcept { return missed_; }

 private:
  std::FILE* out_;
  bool json_;
  int missed_ = 0;
};

}  // namespace tripline::bench
