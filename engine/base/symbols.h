// The names of plain functions, which C++ does not tell: read from the symbol table of the program itself.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <typeinfo>

namespace asyncio::detail {

// By its bare name, as in Python; "<lambda>" if the program's file does not tell. That of a function of
// asyncio's own has "asyncio." in front. Any thread.
std::string name_of_function_at(const void* address);
// "Class.method" of a pointer to a method of a class, "asyncio.Class.method" if it is asyncio's; "" for a
// virtual one, of which the object decides.
std::string name_of_method_at(const void* pointer, const std::type_info& of);
// Where a class keeps a virtual method, as the Itanium ABI has it.
template <class Class, class Method>
const void* place_of_method(const Class& object, Method Class::*method) {
    std::uintptr_t place = 0;
    std::memcpy(&place, &method, sizeof place);
    const char* table = nullptr;
    std::memcpy(&table, static_cast<const void*>(&object), sizeof table);
    const void* function = nullptr;
    std::memcpy(&function, table + (place - 1), sizeof function);
    return function;
}
// Has the class of `object` a virtual `method` of its own, which that of `base` has not?
template <class Class, class Method>
bool overrides(const Class& object, const Class& base, Method Class::*method) {
    return place_of_method(object, method) != place_of_method(base, method);
}
// A class's own name: without namespace, function around it and template arguments.
const std::string& class_name(const std::type_info& type);
// Of an object of a class with virtual functions: that of what it really is.
template <class T>
const std::string& class_name_of(const T& object) {
    return class_name(typeid(object));
}
// The name of a method of asyncio's own that is called of an object of this class: "asyncio.Task.cancel" for
// "asyncio.AnyBase.cancel" and "AnyTask". Any other name stays.
std::string name_of_method_of(const std::string& method, const std::string& class_of_object);
// Of such a name what Python shows: without "asyncio.".
std::string_view shown_name(std::string_view name) noexcept;
// "method" of a qualified name: "Class.method", "main.<locals>.method", and of a partial's, "method()"; "" of
// asyncio's own, whose calls the step log leaves out.
std::string_view bare_name(std::string_view qualified) noexcept;

}  // namespace asyncio::detail
