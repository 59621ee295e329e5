// The names of plain functions, which C++ does not tell: read from the symbol table of the program itself.
#pragma once

#include <string>
#include <string_view>
#include <typeinfo>

namespace asyncio::detail {

// By its bare name, as in Python; "<lambda>" if the program's file does not tell, "" for a function of
// asyncio's own. Any thread.
std::string name_of_function_at(const void* address);
// "Class.method" of a pointer to a method of a class; "" for a virtual one, of which the object decides.
std::string name_of_method_at(const void* pointer, const std::type_info& of);
// A class's own name: without namespace, function around it and template arguments.
const std::string& class_name(const std::type_info& type);
// "method" of a qualified name: "Class.method", "main.<locals>.method", and of a partial's, "method()".
std::string_view bare_name(std::string_view qualified) noexcept;

}  // namespace asyncio::detail
