// The names of plain functions, which C++ does not tell: read from the symbol table of the program itself.
#pragma once

#include <string>

namespace asyncio::detail {

// By its bare name, as in Python; "<lambda>" if the program's file does not tell, "" for a function of
// asyncio's own. Any thread.
std::string name_of_function_at(const void* address);
// The same of a pointer to a method; "" for a virtual one, of which the object decides.
std::string name_of_method_at(const void* pointer);

}  // namespace asyncio::detail
