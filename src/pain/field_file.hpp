// Fields kept on disk, so that a leg's are computed once.
#pragma once

#include <filesystem>

#include "pain/fields.hpp"

namespace crus::pain {

// Of everything the fields depend on: the leg's content, the shape of its skin, zones and points, and how they are
// computed.
[[nodiscard]] Hash128 fields_key(const Leg& leg, const anatomy::PainData& data);

// Flat bytes with a check sum; none of the counts in a file is trusted. Reading fails where the file is not whole, of
// another program version or of another key.
[[nodiscard]] Status write_fields(const PainFields& fields, const Hash128& key, const std::filesystem::path& file);
[[nodiscard]] Result<PainFields> read_fields(const std::filesystem::path& file, const Hash128& key);

// From the folder's file where it holds them, else computed and kept there. An empty folder keeps nothing. What cannot
// be read or written is computed all the same. Fails soon after the job has been cancelled.
[[nodiscard]] Result<PainFields> load_fields(const Leg& leg, const anatomy::PainData& data,
                                             const std::filesystem::path& folder, const Progress* job = nullptr);

}  // namespace crus::pain
