// What something writes into a stream, as a string.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace tripline::test {

template <typename Write>
std::string captured(Write write) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* out = open_memstream(&text, &size);
  write(out);
  std::fclose(out);
  std::string all(text, size);
  std::free(text);
  return all;
}

}  // namespace tripline::test
