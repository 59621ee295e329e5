// What a std::source_location tells: whose file, which function, which text.
#pragma once

#include <bit>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>

namespace asyncio::detail {

// The compiler's record of a place, to which its source_location points (libstdc++): quicker to compare than
// line and texts. A place may have several, a source_location without any has null.
inline const void* place_key(const std::source_location& where) noexcept {
    static_assert(sizeof where == sizeof(const void*));
    return std::bit_cast<const void*>(where);
}
// The engine's own or C++'s, whose lines are not the program's; also no file at all.
bool is_engine_file(std::string_view path);
// Each file that includes the engine tells as what it sees its headers: those of an installed engine are not
// where its sources were.
struct EngineFolder {
    explicit EngineFolder(std::string_view header);
};
static const EngineFolder kEngineFolder(std::source_location::current().file_name());
// The bare name in what the compiler says: g++ 12 "void f(f(int)::_Z1fi.Frame*)", Clang "Coroutine<> f(int)".
std::string function_name(std::string_view function);
std::string function_name(const std::source_location& where);
// The text of a line of a file, without white space around it; empty if there is none.
std::string source_line(const std::string& path, std::uint32_t line);

}  // namespace asyncio::detail
