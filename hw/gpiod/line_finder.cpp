#include "hw/gpiod/line_finder.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

namespace tripline {
namespace {

namespace fs = std::filesystem;

struct Survey {  // what a walk over the chips brought
  std::vector<FoundLine> matches;
  std::vector<std::string> labels;
  std::string forbidden;  // path of a chip that may not be opened
};

// Not the symbolic links: some Raspberry Pi systems keep an old chip number alive as a link to the new one.
std::vector<std::string> chip_paths(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path& path = entry->path();
    if (!path.filename().string().starts_with("gpiochip") || fs::is_symlink(path, error)) continue;
    paths.push_back(path.string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::optional<LineOffset> as_offset(const std::string& text) {
  std::uint32_t offset = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return LineOffset(offset);
}

std::optional<LineOffset> line_on(gpiod_chip* chip, std::size_t lines, const LineQuery& query) {
  const int by_name = gpiod_chip_get_line_offset_from_name(chip, query.line.c_str());
  if (by_name >= 0) return LineOffset(static_cast<std::uint32_t>(by_name));
  const auto offset = as_offset(query.line);
  if (query.chip.empty() || !offset || offset->value >= lines) return std::nullopt;
  return offset;
}

void look_at(const std::string& path, const LineQuery& query, Survey& survey) {
  GpiodHandle<gpiod_chip> chip(gpiod_chip_open(path.c_str()));
  if (!chip) {
    if (errno == EACCES || errno == EPERM) survey.forbidden = path;
    return;
  }
  const GpiodHandle<gpiod_chip_info> info(gpiod_chip_get_info(chip.get()));
  if (!info) return;
  const std::string label = gpiod_chip_info_get_label(info.get());
  survey.labels.push_back(label);
  if (!query.chip.empty() && query.chip != label) return;
  const auto offset = line_on(chip.get(), gpiod_chip_info_get_num_lines(info.get()), query);
  if (offset) survey.matches.push_back({std::move(chip), label, *offset});
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string described(const LineQuery& query) {
  return "GPIO line '" + query.line + "'" + (query.chip.empty() ? "" : " on chip '" + query.chip + "'");
}

Error not_found(const LineQuery& query, const Survey& survey) {
  const std::string what = described(query);
  if (!survey.forbidden.empty())
    return {ExitCode::kNoPermission,
            what + ": " + survey.forbidden + " may not be opened; add this user to the group that owns it"};
  if (survey.labels.empty())
    return {ExitCode::kNoDevice,
            what + ": no GPIO chip in " + query.directory + "; load its driver, or " + query.instead};
  return {ExitCode::kNoDevice,
          what + ": not found; the chips here are " + joined(survey.labels) + " ('gpioinfo' lists their lines)"};
}

}  // namespace

Result<FoundLine> find_line(const LineQuery& query) {
  if (query.line.empty())
    return Error{ExitCode::kBadConfig,
                 "GPIO: " + query.table + ".line is empty; give the line's name, or its offset and the chip"};
  Survey survey;
  for (const std::string& path : chip_paths(query.directory)) look_at(path, query, survey);
  if (survey.matches.empty()) return not_found(query, survey);
  if (survey.matches.size() == 1) return std::move(survey.matches.front());
  return Error{ExitCode::kBadConfig, described(query) + ": found on " + survey.matches[0].chip_label + " and on " +
                                         survey.matches[1].chip_label + "; name the chip in " + query.table + ".chip"};
}

}  // namespace tripline
