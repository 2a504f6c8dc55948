// Mutation of stored inputs, the same for the same seed: what a parser of outside bytes must survive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace tripline::fuzz {

/// Every file of a corpus directory.
inline std::vector<std::string> load_corpus(const std::filesystem::path& dir) {
  std::vector<std::string> corpus;
  for (const auto& entry : std::filesystem::directory_iterator(dir)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return corpus;
}

/// Flips, cuts, doubles, overwrites and splices; one to eight times.
class Mutator {
 public:
  Mutator(std::vector<std::string> corpus, std::uint32_t seed) : corpus_(std::move(corpus)), random_(seed) {}

  std::string next() {
    std::string text = pick();
    for (std::size_t i = 1 + below(8); i > 0; --i) mutate(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
  const std::string& pick() { return corpus_[below(corpus_.size())]; }

  void mutate(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = below(std::min<std::size_t>(text.size() - at, 64) + 1);
    switch (below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 4: {
        const std::string& other = pick();
        text.insert(at, other.substr(below(other.size() + 1), length + 1));
        break;
      }
      default:
        text.resize(at);
    }
  }

  std::vector<std::string> corpus_;
  std::minstd_rand random_;
};

}  // namespace tripline::fuzz
