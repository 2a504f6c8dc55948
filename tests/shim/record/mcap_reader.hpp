// A reader of MCAP files made from the specification alone, to hold the writer against.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tripline::test {

/// What a file says. `error` is empty when it is whole and well-formed.
struct McapContents {
  struct Schema {
    std::string name;
    std::string encoding;
    std::string data;
  };
  struct Message {
    std::string topic;
    std::string schema;  ///< name
    std::uint32_t sequence = 0;
    std::uint64_t log_time = 0;
    std::uint64_t publish_time = 0;
    std::string data;
  };
  std::string error;
  std::string library;
  std::map<std::uint16_t, Schema> schemas;
  std::vector<Message> messages;

  std::vector<std::string> topics() const {
    std::vector<std::string> list;
    for (const auto& message : messages) list.push_back(message.topic);
    return list;
  }
};

class McapReader {
 public:
  explicit McapReader(std::string bytes) : bytes_(std::move(bytes)) {}

  McapContents read() {
    if (!take_magic()) return fail("no magic at the beginning");
    if (opcode() != 0x01) return fail("no header");
    while (contents_.error.empty() && !footer_seen_)
      if (!read_record()) return fail("record cut short");
    if (contents_.error.empty() && !take_magic()) return fail("no magic at the end");
    if (contents_.error.empty() && at_ != bytes_.size()) return fail("bytes behind the end");
    return contents_;
  }

 private:
  int opcode() const { return at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_]) : -1; }
  bool take_magic() {
    const std::string magic("\x89MCAP0\r\n", 8);
    const bool there = bytes_.compare(at_, magic.size(), magic) == 0;
    at_ += magic.size();
    return there;
  }
  template <typename Integer>
  Integer take() {
    Integer number = 0;
    for (std::size_t i = 0; i < sizeof number && at_ < bytes_.size(); ++i)
      number =
          static_cast<Integer>(number | static_cast<Integer>(static_cast<unsigned char>(bytes_[at_++])) << (8 * i));
    return number;
  }
  std::string take_text() { return take_bytes(take<std::uint32_t>()); }
  std::string take_bytes(std::size_t size) {
    const auto text = bytes_.substr(std::min(at_, bytes_.size()), size);
    at_ += size;
    return text;
  }

  bool read_record() {
    if (at_ + 9 > bytes_.size()) return false;
    const auto kind = take<std::uint8_t>();
    const auto length = take<std::uint64_t>();
    const auto end = at_ + length;
    if (end > bytes_.size()) return false;
    read_content(kind, end);
    if (at_ != end && contents_.error.empty()) contents_.error = "length does not fit the content";
    return true;
  }

  void read_content(int kind, std::size_t end) {
    if (data_ended_ && kind != 0x02) contents_.error = "record behind the end of the data";
    switch (kind) {
      case 0x01:
        return read_header();
      case 0x02:
        return read_footer();
      case 0x03:
        return read_schema();
      case 0x04:
        return read_channel();
      case 0x05:
        return read_message(end);
      case 0x0f:
        return read_data_end();
      default:
        contents_.error = "unknown opcode";
    }
  }
  void read_header() {
    EXPECT_EQ(take_text(), "") << "profile";
    contents_.library = take_text();
  }
  void read_footer() {
    EXPECT_EQ(take<std::uint64_t>(), 0U) << "summary";
    EXPECT_EQ(take<std::uint64_t>(), 0U) << "summary offsets";
    EXPECT_EQ(take<std::uint32_t>(), 0U) << "checksum";
    footer_seen_ = true;
    if (!data_ended_) contents_.error = "footer without DataEnd";
  }
  void read_data_end() {
    EXPECT_EQ(take<std::uint32_t>(), 0U) << "checksum";
    data_ended_ = true;
  }
  void read_schema() {
    auto& schema = contents_.schemas[take<std::uint16_t>()];
    schema.name = take_text();
    schema.encoding = take_text();
    schema.data = take_text();
  }
  void read_channel() {
    auto& channel = channels_[take<std::uint16_t>()];
    const auto schema = contents_.schemas.find(take<std::uint16_t>());
    if (schema == contents_.schemas.end()) return void(contents_.error = "channel before its schema");
    channel.schema = schema->second.name;
    channel.topic = take_text();
    EXPECT_EQ(take_text(), "flatbuffer") << "message encoding";
    EXPECT_EQ(take<std::uint32_t>(), 0U) << "metadata";
  }
  void read_message(std::size_t end) {
    const auto channel = channels_.find(take<std::uint16_t>());
    if (channel == channels_.end()) return void(contents_.error = "message before its channel");
    McapContents::Message message;
    message.topic = channel->second.topic;
    message.schema = channel->second.schema;
    message.sequence = take<std::uint32_t>();
    message.log_time = take<std::uint64_t>();
    message.publish_time = take<std::uint64_t>();
    message.data = take_bytes(end - at_);
    contents_.messages.push_back(std::move(message));
  }

  McapContents fail(std::string error) {
    contents_.error = std::move(error);
    return contents_;
  }

  struct Channel {
    std::string topic;
    std::string schema;
  };
  std::string bytes_;
  std::size_t at_ = 0;
  bool data_ended_ = false;
  bool footer_seen_ = false;
  std::map<std::uint16_t, Channel> channels_;
  McapContents contents_;
};

inline std::string file_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline McapContents read_mcap(const std::filesystem::path& path) { return McapReader(file_bytes(path)).read(); }

/// Files of this extension in the directory, oldest first.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& directory, std::string_view extension) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    if (entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace tripline::test
