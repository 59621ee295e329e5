// The terms of the course, and where they stand in a text.
#pragma once

#include "course/text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::course {

// A term, and what it means in one or two sentences.
struct GlossaryEntry {
    Text term, meaning;
};

struct FoundTerm {
    std::size_t begin = 0, end = 0;        // bytes of the text
    const GlossaryEntry* entry = nullptr;  // in the glossary that was given, which must live as long
};

// In order. Capitals do not matter, a word may have an ending ("tasks", "Runden"), and of two terms that
// begin at one place the longer one counts.
std::vector<FoundTerm> find_terms(std::string_view text, const std::vector<GlossaryEntry>& glossary,
                                  const std::string& language);

}  // namespace loopscope::course
