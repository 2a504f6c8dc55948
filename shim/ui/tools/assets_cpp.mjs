// The C++ source that holds the page's files as bytes.

const text = (value) => JSON.stringify(value);

function bytes(name, data) {
  const lines = [];
  for (let i = 0; i < data.length; i += 32) lines.push(`    ${[...data.subarray(i, i + 32)].join(",")},`);
  return `constexpr std::array<std::uint8_t, ${data.length}> ${name}{\n${lines.join("\n")}\n};\n`;
}

export function assetsCpp(assets) {
  const arrays = assets.map(({ gzip }, i) => bytes(`kFile${i}`, gzip)).join("\n");
  const rows = assets
    .map(({ path, contentType, etag }, i) => `    {${text(path)}, ${text(contentType)}, kFile${i}, ${text(etag)}},`)
    .join("\n");
  return `// The files of the page, made by shim/ui/tools/build.mjs.
#include "shim/ui/assets.hpp"

#include <array>

namespace tripline {
namespace {

${arrays}
const std::array<Asset, ${assets.length}> kAssets{{
${rows}
}};

}  // namespace

std::span<const Asset> assets() noexcept { return kAssets; }

}  // namespace tripline
`;
}
