// A case: a program of the conformance suite and its name. Each file of cases/ defines one.
#pragma once

#include <asyncio.h>

#include <map>
#include <string>

namespace conformance {

using Main = asyncio::Coroutine<> (*)();

std::map<std::string, Main>& all_cases();

// `const Case kCase("gather_order", main_);` puts the program into the list.
struct Case {
    Case(const char* name, Main main) { all_cases().emplace(name, main); }
};

}  // namespace conformance
